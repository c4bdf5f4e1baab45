internal import Synchronization

/// The statistics that were counted last, for all readers of a store.
final class StatisticsCache: Sendable {
  struct Kept: Sendable {
    let statistics: GraphStatistics
    /// How far the numbers of triples had gone: tells how much has come since.
    let counter: Int64
  }

  private let kept = Mutex<Kept?>(nil)

  func value(at counter: Int64) -> GraphStatistics? {
    kept.withLock { kept in
      // A tenth more or less changes no order of joins. After a backup was restored the counter may be lower.
      guard let kept, abs(counter - kept.counter) * 10 <= Int64(kept.statistics.triples) else { return nil }
      return kept.statistics
    }
  }

  func keep(_ statistics: GraphStatistics, counter: Int64) { kept.withLock { $0 = Kept(statistics: statistics, counter: counter) } }

  func forget() { kept.withLock { $0 = nil } }
}
