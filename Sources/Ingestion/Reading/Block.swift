/// A piece of a reading that means one thing: a heading, a paragraph, an item, a table, a stretch of code.
struct Block: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// Level 1 is outermost.
    case heading(level: Int)
    case paragraph
    case listItem
    /// The index into ``Reading/tables``.
    case table(Int)
    /// Cut between lines rather than sentences.
    case code
  }

  var kind: Kind
  var range: Range<Int>
  /// For a heading its words, without the format's marks.
  var heading: String?
  /// The names it stands under where no headings say so (a type's name in code, a path in JSON), beneath the headings above it.
  var path: [String]

  init(_ kind: Kind, _ range: Range<Int>, heading: String? = nil, path: [String] = []) {
    self.kind = kind
    self.range = range
    self.heading = heading
    self.path = path
  }
}
