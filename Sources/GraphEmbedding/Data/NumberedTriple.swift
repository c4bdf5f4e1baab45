/// A triple by the numbers of its parts.
public struct NumberedTriple: Hashable, Sendable {
  public var subject: Int32
  public var relation: Int32
  public var object: Int32

  public init(_ subject: Int32, _ relation: Int32, _ object: Int32) {
    self.subject = subject
    self.relation = relation
    self.object = object
  }
}
