extension Ingestor {
  /// The documents that a file holds: one, except for `.jsonl` files of records.
  public static func expand(_ document: IncomingDocument) throws -> [IncomingDocument] {
    [document]
  }
}
