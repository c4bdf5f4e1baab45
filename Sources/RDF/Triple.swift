/// One statement: subject, predicate, object.
public struct Triple: Hashable, Sendable {
  /// An IRI or a blank node.
  public let subject: Term
  /// An IRI.
  public let predicate: Term
  public let object: Term

  public init(_ subject: Term, _ predicate: Term, _ object: Term) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
  }
}

extension Triple: CustomStringConvertible {
  /// The triple as a line of N-Triples, without its newline.
  public var description: String { "\(subject) \(predicate) \(object) ." }
}
