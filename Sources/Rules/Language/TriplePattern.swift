/// A triple with variables.
public struct TriplePattern: Sendable, Hashable {
  public let subject, predicate, object: RuleTerm

  public init(_ subject: RuleTerm, _ predicate: RuleTerm, _ object: RuleTerm) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
  }

  var positions: [RuleTerm] { [subject, predicate, object] }

  var variables: [String] {
    positions.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }
}
