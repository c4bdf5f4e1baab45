public import RDF

extension StoreReader {
  /// Writes the graph, piece by piece, by subject and predicate.
  ///
  /// - Parameters:
  ///   - put: gets about 64 KiB at a time; what it throws ends the export.
  /// - Returns: the number of triples written.
  /// - Complexity: O(triples); memory for one piece and the terms read last.
  public func export(as format: RDFFormat, to put: ([UInt8]) throws -> Void) throws -> Int {
    var writer = RDFWriter(format: format)
    var count = 0
    try connection.forEachRow("SELECT subject, predicate, object FROM triple ORDER BY subject, predicate, object", []) { row in
      writer.write(Triple(try requiredTerm(row.int64(0)), try requiredTerm(row.int64(1)), try requiredTerm(row.int64(2))))
      count += 1
      if writer.pendingBytes >= 64 << 10 { try put(writer.takeBytes()) }
    }
    writer.finish()
    try put(writer.takeBytes())
    return count
  }
}
