/// What must hold of a rule's variables beside its patterns, or what one of them is computed from.
public enum RuleCondition: Sendable, Hashable {
  case comparison(RuleExpression, Comparison, RuleExpression)
  /// `?x := …`
  case assignment(String, RuleExpression)

  public enum Comparison: String, Sendable {
    case less = "<", atMost = "<=", greater = ">", atLeast = ">=", equal = "=", different = "!="
  }

  /// The variables that must have values before it can be looked at.
  var needs: Set<String> {
    switch self {
    case .comparison(let left, _, let right): left.variables.union(right.variables)
    case .assignment(_, let expression): expression.variables
    }
  }
}
