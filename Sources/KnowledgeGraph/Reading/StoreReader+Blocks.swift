extension StoreReader {
  /// Finds a triple by its number: from the block that begins at it or before it, on through the tree.
  ///
  /// - Complexity: a few microseconds; more where later loads put many triples between those of one block.
  func locate(_ id: Int64) throws -> StoredTriple? {
    guard let block = try block(of: id) else { return nil }
    let statement = try connection.prepare(
      """
      SELECT id, subject, predicate, object, graph FROM triple NOT INDEXED WHERE (subject, predicate, object, graph) >= (?1, ?2, ?3, ?4)
      ORDER BY subject, predicate, object, graph
      """)
    defer { statement.reset() }
    for (index, value) in block.first.key.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    var left = block.size
    while left > 0, try statement.step() {
      let found = statement.int64(0)
      if found == id {
        return StoredTriple(
          id: id, subject: statement.int64(1), predicate: statement.int64(2), object: statement.int64(3), graph: statement.int64(4))
      }
      if found >= block.first.id, found <= block.last { left -= 1 }
    }
    return nil
  }

  /// The block that a number belongs to. Its first triple may be gone, its place in the tree is still where to begin.
  func block(of id: Int64) throws -> (first: StoredTriple, last: Int64, size: Int)? {
    let statement = try connection.prepare(
      "SELECT id, span, size, subject, predicate, object, graph FROM triple_block WHERE id <= ?1 ORDER BY id DESC LIMIT 1")
    defer { statement.reset() }
    try statement.bind(id, at: 1)
    guard try statement.step() else { return nil }
    let first = StoredTriple(
      id: statement.int64(0), subject: statement.int64(3), predicate: statement.int64(4), object: statement.int64(5), graph: statement.int64(6))
    let last = first.id + statement.int64(1)
    return id <= last ? (first, last, statement.int(2)) : nil
  }
}
