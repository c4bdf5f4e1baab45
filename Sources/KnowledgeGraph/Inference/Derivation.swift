/// Why a triple follows: a rule, and the triples that it was applied to.
public struct Derivation: Sendable, Hashable {
  public let rule: String
  /// In the order of the rule's conditions. One that has been removed since is withdrawn with all that stands on it when rules run next.
  public let premises: [TripleID]

  public init(rule: String, premises: [TripleID]) {
    self.rule = rule
    self.premises = premises
  }
}
