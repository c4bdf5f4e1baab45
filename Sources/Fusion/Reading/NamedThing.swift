/// A thing that a question names, as a reader of questions sees it.
public struct NamedThing: Sendable, Equatable {
  /// Its label's vector followed by that of its kind in words.
  public var vector: [Float]
  /// Names of the relations that it has in the graph, as their subject.
  public var relations: Set<String>

  public init(vector: [Float], relations: Set<String>) {
    self.vector = vector
    self.relations = relations
  }
}
