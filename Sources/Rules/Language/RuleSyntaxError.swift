/// Where a rule's text is not understood.
struct RuleSyntaxError: Error, CustomStringConvertible {
  let part: String
  /// Bytes before the place.
  let offset: Int
  let problem: String

  var description: String { "\(part), character \(offset + 1): \(problem)" }
}
