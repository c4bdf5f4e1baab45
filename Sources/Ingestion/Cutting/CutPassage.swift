/// A passage before it is linked and encoded: where it stands in the reading, and under which headings.
struct CutPassage: Sendable, Equatable {
  var heading: [String]
  var range: Range<Int>
}
