internal import Synchronization

/// The knowledge graph, its documents and its queue in one SQLite file.
///
/// ```swift
/// let store = try await GraphStore(path: "graph.sqlite3")
/// let names = try await store.read { try $0.documents().map(\.name) }
/// ```
/// One connection writes and several read, each on a thread of its own; a reader sees the store as it was when its closure began, whatever is
/// written meanwhile. Readers and writers are objects that live only inside their closure. Cancelling the calling task ends the work within
/// milliseconds; a write is rolled back then.
public final class GraphStore: Sendable {
  /// The file, as the caller named it.
  public let path: String

  private let lock: StoreLock
  private let writer: WriterLane
  private let readers: ReaderPool
  private let snapshots = Mutex(Snapshots())

  /// Opens the store, or makes it.
  ///
  /// - Parameters:
  ///   - create: whether a missing file is made; its folder must exist.
  ///   - readers: how many reads may run at the same time.
  ///   - pageLimit: the most 8 KiB pages the file may have; nil for as many as the disk holds.
  /// - Throws: ``StoreError`` with the codes `notFound`, `alreadyOpen`, `notAStore`, `tooNew`, `notPermitted` and those of the disk. The file is as it was then.
  public init(path: String, create: Bool = true, readers: Int = 4, pageLimit: Int? = nil) async throws(StoreError) {
    self.path = path
    if !create, !FileStatus.exists(path) {
      throw StoreError(.notFound, "there is no store at \(path); ingest something first, or name another file")
    }
    lock = try StoreLock(beside: path)
    do {
      let statistics = StatisticsCache()
      writer = try WriterLane(path: path, pageLimit: pageLimit, statistics: statistics)
      var lanes: [ReaderLane] = []
      for number in 0..<max(1, readers) { lanes.append(try ReaderLane(path: path, number: number, vectors: writer.vectorIndex, statistics: statistics)) }
      self.readers = ReaderPool(lanes)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.other, "\(path) cannot be opened: \(error)")
    }
  }

  /// Runs `body` on one snapshot of the store, on another thread.
  ///
  /// - Throws: what `body` throws; ``StoreError`` `cancelled` or `deadline` when the task was cancelled or the deadline passed.
  public func read<R: Sendable>(deadline: ContinuousClock.Instant? = nil, _ body: @Sendable (StoreReader) throws -> R) async throws -> R {
    try await readers.run(deadline: deadline, body)
  }

  /// Runs `body` as one transaction: all of it is stored when it returns, nothing when it throws.
  @discardableResult
  public func write<R: Sendable>(_ body: @Sendable (StoreWriter) throws -> R) async throws -> R {
    let interruption = Interruption(deadline: nil)
    let (result, changes) = try await withTaskCancellationHandler {
      try await writer.run(interruption, body)
    } onCancel: {
      interruption.cancel()
    }
    snapshots.withLock { $0.note(changes) }
    return result
  }

  /// All labels of the graph, ready for finding them in texts. Kept until a label changes.
  public func labelIndex() async throws -> LabelIndex {
    let (kept, generation) = snapshots.withLock { ($0.labels, $0.labelGeneration) }
    if let kept { return kept }
    let made = try await read { try $0.makeLabelIndex() }
    snapshots.withLock { if $0.labelGeneration == generation { $0.labels = made } }
    return made
  }

  /// All edges between things of the graph, in memory. Kept until a triple changes.
  public func adjacency() async throws -> Adjacency {
    let (kept, generation) = snapshots.withLock { ($0.adjacency, $0.tripleGeneration) }
    if let kept { return kept }
    let made = try await read { try $0.makeAdjacency() }
    snapshots.withLock { if $0.tripleGeneration == generation { $0.adjacency = made } }
    return made
  }

  /// Grows with every change of a triple, from 0 when the store was opened: tells whether what was made from the graph still holds.
  public var tripleGeneration: Int { snapshots.withLock { $0.tripleGeneration } }

  /// Everything that is wrong with the store, one sentence each; empty when it is whole. Reads all of it.
  public func verify() async throws -> [String] { try await writer.verify() }

  /// Copies the store, as it is at one moment, into a file that must not exist yet. The copy is compact.
  public func backup(to destination: String) async throws {
    guard !FileStatus.exists(destination) else {
      throw StoreError(.invalid, "\(destination) exists already; a backup never overwrites a file")
    }
    try await writer.backup(to: destination)
  }

  /// Brings everything into the main file. Later writes throw; call it once, when nothing reads any more.
  public func close() async {
    await writer.close()
    lock.release()
  }
}

/// What is made from the whole graph and kept until the graph changes.
private struct Snapshots {
  var labels: LabelIndex?
  var adjacency: Adjacency?
  /// Counts changes, so that a snapshot made before a change is not kept after it.
  var labelGeneration = 0
  var tripleGeneration = 0

  mutating func note(_ changes: StoreChanges) {
    if changes.labels {
      labels = nil
      labelGeneration += 1
    }
    if changes.triples {
      adjacency = nil
      tripleGeneration += 1
    }
  }
}
