/// Why rules could not be applied. Nothing of what they would have concluded is kept.
public enum RuleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A rule is not written as it should be.
  case badRule(name: String, problem: String)
  /// The rules conclude without end, or far more than there is to start from.
  case tooManyTriples(limit: Int, rule: String)
  case tooLong(seconds: Double, rule: String)

  public var description: String {
    switch self {
    case .badRule(let name, let problem): "the rule \(name) cannot be used: \(problem)"
    case .tooManyTriples(let limit, let rule):
      "the rules conclude more than \(limit) triples, most of them by \(rule), so nothing was kept; does this rule feed itself? Bound it, or take it out of the graph"
    case .tooLong(let seconds, let rule):
      "the rules were not done after \(Int(seconds)) s, most triples came by \(rule), so nothing was kept; bound that rule, or allow more time"
    }
  }
}
