/// Where a triple's row stands.
struct StoredTriple {
  let id, subject, predicate, object: Int64
  /// 0 for the default graph.
  let graph: Int64

  var key: [SQLValue] { [.integer(subject), .integer(predicate), .integer(object), .integer(graph)] }
}
