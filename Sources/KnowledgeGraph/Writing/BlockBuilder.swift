/// Writes the places by which triples are found by their numbers: for a large load one for sixteen triples that follow each other in the order
/// of their tree, for a small one each, as what comes between them later is then never walked through.
struct BlockBuilder {
  private let statement: Statement
  private let length: Int
  private var open: StoredTriple?
  private var last: Int64 = 0
  private var size = 0

  init(_ connection: Connection, triples: Int) throws {
    statement = try connection.prepare(
      "INSERT INTO triple_block(id, span, size, subject, predicate, object, graph) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    length = triples >= 2000 ? 16 : 1
  }

  mutating func add(_ triple: EncodedTriple, id: Int64) throws {
    if open == nil {
      open = StoredTriple(id: id, subject: triple.subject, predicate: triple.predicate, object: triple.object, graph: triple.graph)
    }
    last = id
    size += 1
    if size == length { try finish() }
  }

  /// Writes the block that is not full yet.
  mutating func finish() throws {
    guard let first = open else { return }
    try statement.bind(first.id, at: 1)
    try statement.bind(last - first.id, at: 2)
    try statement.bind(Int64(size), at: 3)
    try statement.bind(first.subject, at: 4)
    try statement.bind(first.predicate, at: 5)
    try statement.bind(first.object, at: 6)
    try statement.bind(first.graph, at: 7)
    try statement.run()
    open = nil
    size = 0
  }
}
