internal import RDF

/// The graphs that a query sees. Section 13.
struct QueryDataset {
  /// The graphs that are merged into the default graph; nil for the source's own.
  var standard: [Int64]?
  /// Those that GRAPH may name; nil for all.
  var named: Set<Int64>?
}

extension Execution {
  var defaultGraphs: [Int64]? { dataset.standard }

  func isNamed(_ graph: Int64) -> Bool { dataset.named?.contains(graph) ?? true }
}
