/// What the token of a thing that a question names is made of: the rows of the ablation.
public enum EntityFeatures: String, Sendable, CaseIterable {
  case none, label, labelAndGraph
  /// The label, and beside it what the known edges put beside the thing, each a token of its own.
  case labelAndNeighbours

  var hasNeighbours: Bool { self == .labelAndNeighbours }

  /// Elements of the token's features, 0 where there is no token.
  ///
  /// - Parameters:
  ///   - label: elements of a label's vector.
  ///   - graph: those of a graph embedding.
  func width(label: Int, graph: Int) -> Int {
    switch self {
    case .none: 0
    case .label, .labelAndNeighbours: label
    case .labelAndGraph: label + graph
    }
  }

  /// The token's row, where there is a token.
  func rows(label: [Float], graph: @autoclosure () -> [Float]) -> [[Float]] {
    switch self {
    case .none: []
    case .label, .labelAndNeighbours: [label]
    case .labelAndGraph: [label + graph()]
    }
  }
}
