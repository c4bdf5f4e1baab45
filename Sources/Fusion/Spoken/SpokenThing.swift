import Glibc

/// A thing of the graph that a spoken question may name.
public struct SpokenThing: Sendable {
  public var label: String
  public var names: [String]
  /// What it is, in words.
  public var kind: String
  /// Logarithm of its edges and one.
  public var popularity: Float
  /// The last parts of the IRIs of relations that start from it.
  public var relations: Set<String>

  /// - Parameter edges: the relation of each edge that starts from it.
  public init(label: String, names: [String], kind: String, edges: [String]) {
    (self.label, self.names, self.kind, popularity, relations) = (label, names, kind, logf(Float(1 + edges.count)), Set(edges))
  }
}
