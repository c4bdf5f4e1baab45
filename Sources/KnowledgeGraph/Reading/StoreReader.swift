/// One snapshot of the store, to be asked. Lives inside ``GraphStore/read(deadline:_:)`` or, within a transaction, ``StoreWriter/reader``.
///
/// Every call is a few look-ups in the file's trees, microseconds each, unless it says otherwise.
public final class StoreReader {
  let connection: Connection
  let vectors: VectorIndex
  /// Terms by number. A number never comes to mean another term, so this outlives the snapshot.
  private var terms: [Int64: RDFTerm] = [:]
  /// Numbers by term, for one snapshot: a term that was removed and came back has another number.
  private var numbers: [RDFTerm: Int64] = [:]
  /// A writer's terms come and go while it runs.
  private let keepsNumbers: Bool
  let statisticsCache: StatisticsCache
  let scans: ScanStatements
  let namespaces: NamespaceTexts

  init(_ connection: Connection, vectors: VectorIndex, statistics: StatisticsCache, isSnapshot: Bool) {
    self.connection = connection
    self.vectors = vectors
    statisticsCache = statistics
    keepsNumbers = isSnapshot
    scans = ScanStatements(connection)
    namespaces = NamespaceTexts(connection)
  }

  /// Forgets what holds for one snapshot only.
  func beginSnapshot() { numbers.removeAll(keepingCapacity: true) }

  func cachedNumber(of term: RDFTerm) -> Int64? { keepsNumbers ? numbers[term] : nil }

  func cache(_ number: Int64, for term: RDFTerm) {
    guard keepsNumbers else { return }
    if numbers.count >= 10_000 { numbers.removeAll(keepingCapacity: true) }
    numbers[term] = number
  }

  /// For long loops of the caller: throws ``StoreError`` when the calling task was cancelled or its deadline has passed.
  public func checkCancellation() throws { try connection.checkInterruption() }

  func cachedTerm(_ id: Int64) -> RDFTerm? { terms[id] }

  func cache(_ term: RDFTerm, for id: Int64) {
    if terms.count >= 50_000 { terms.removeAll(keepingCapacity: true) }
    terms[id] = term
  }

  /// Forgets what was read inside a transaction that did not happen.
  func forgetTerms() {
    terms.removeAll()
    namespaces.forget()
  }
}
