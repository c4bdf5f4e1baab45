/// Where a triple's row stands.
struct StoredTriple {
  let id, subject, predicate, object: Int64
  /// 0 for the default graph.
  let graph: Int64

  init(id: Int64, subject: Int64, predicate: Int64, object: Int64, graph: Int64) {
    (self.id, self.subject, self.predicate, self.object, self.graph) = (id, subject, predicate, object, graph)
  }

  /// From a row of `id, subject, predicate, object, graph`.
  init(_ row: Statement) {
    self.init(id: row.int64(0), subject: row.int64(1), predicate: row.int64(2), object: row.int64(3), graph: row.int64(4))
  }

  var key: [SQLValue] { [.integer(subject), .integer(predicate), .integer(object), .integer(graph)] }
}
