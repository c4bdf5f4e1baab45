extension StoreReader {
  /// Triples that came one after the other and stand so in the tree. The first may be gone, its place is still where to begin.
  struct TripleBlock {
    let first: StoredTriple
    /// The number of the last triple.
    let last: Int64
    /// How many of them there are still.
    let size: Int

    init(_ row: Statement) {
      first = StoredTriple(id: row.int64(0), subject: row.int64(3), predicate: row.int64(4), object: row.int64(5), graph: row.int64(6))
      last = first.id + row.int64(1)
      size = row.int(2)
    }

    static let columns = "id, span, size, subject, predicate, object, graph"
  }

  /// Finds a triple by its number: from the block that begins at it or before it, on through the tree.
  ///
  /// - Complexity: a few microseconds; more where later loads put many triples between those of one block.
  func locate(_ id: Int64) throws -> StoredTriple? {
    guard let block = try block(of: id) else { return nil }
    var result: StoredTriple?
    try walk(block) { row in
      guard row.int64(0) == id else { return true }
      result = StoredTriple(id: id, subject: row.int64(1), predicate: row.int64(2), object: row.int64(3), graph: row.int64(4))
      return false
    }
    return result
  }

  /// The block that a number belongs to.
  func block(of id: Int64) throws -> TripleBlock? {
    let statement = try connection.prepare("SELECT \(TripleBlock.columns) FROM triple_block WHERE id <= ?1 ORDER BY id DESC LIMIT 1")
    defer { statement.reset() }
    try statement.bind(id, at: 1)
    guard try statement.step() else { return nil }
    let block = TripleBlock(statement)
    return id <= block.last ? block : nil
  }

  /// The triples of a block that are still there, by number: id, subject, predicate, object, graph and confidence.
  /// - Parameter visit: false ends the walk.
  func walk(_ block: TripleBlock, _ visit: (Statement) throws -> Bool) throws {
    let statement = try connection.prepare(
      """
      SELECT id, subject, predicate, object, graph, confidence FROM triple NOT INDEXED
      WHERE (subject, predicate, object, graph) >= (?1, ?2, ?3, ?4) ORDER BY subject, predicate, object, graph
      """)
    defer { statement.reset() }
    for (index, value) in block.first.key.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    var left = block.size
    while left > 0, try statement.step() {
      guard (block.first.id...block.last).contains(statement.int64(0)) else { continue }
      guard try visit(statement) else { return }
      left -= 1
    }
  }

  /// The blocks that hold triples above a number, in the order in which they came.
  /// - Parameter visit: false ends it.
  func forEachBlock(after id: Int64, _ visit: (TripleBlock) throws -> Bool) throws {
    let statement = try connection.prepare(
      """
      SELECT \(TripleBlock.columns) FROM triple_block
      WHERE id >= ifnull((SELECT max(id) FROM triple_block WHERE id <= ?1), 0) AND id + span > ?1 ORDER BY id
      """)
    defer { statement.reset() }
    try statement.bind(id, at: 1)
    while try statement.step() { guard try visit(TripleBlock(statement)) else { return } }
  }
}
