/// One snapshot of the store, to be asked. Lives inside ``GraphStore/read(deadline:_:)`` or, within a transaction, ``StoreWriter/reader``.
///
/// Every call is a few look-ups in the file's trees, microseconds each, unless it says otherwise.
public final class StoreReader {
  let connection: Connection
  let vectors: VectorIndex
  /// Terms by number. A number never comes to mean another term, so this outlives the snapshot.
  private var terms: [Int64: RDFTerm] = [:]

  init(_ connection: Connection, vectors: VectorIndex) {
    self.connection = connection
    self.vectors = vectors
  }

  /// For long loops of the caller: throws ``StoreError`` when the calling task was cancelled or its deadline has passed.
  public func checkCancellation() throws { try connection.checkInterruption() }

  func cachedTerm(_ id: Int64) -> RDFTerm? { terms[id] }

  func cache(_ term: RDFTerm, for id: Int64) {
    if terms.count >= 50_000 { terms.removeAll(keepingCapacity: true) }
    terms[id] = term
  }

  /// Forgets what was read inside a transaction that did not happen.
  func forgetTerms() { terms.removeAll() }
}
