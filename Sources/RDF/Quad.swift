/// One statement with the graph of the dataset that holds it.
public struct Quad: Hashable, Sendable {
  public let triple: Triple
  /// The graph's name, an IRI or a blank node; nil for the default graph.
  public let graph: Term?

  public init(_ triple: Triple, graph: Term? = nil) {
    self.triple = triple
    self.graph = graph
  }
}

extension Quad: CustomStringConvertible {
  /// The quad as a line of N-Quads, without its newline.
  public var description: String {
    guard let graph else { return triple.description }
    return "\(triple.subject) \(triple.predicate) \(triple.object) \(graph) ."
  }
}
