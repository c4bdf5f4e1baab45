/// What a query may use. It ends with a clear error at the first limit that it meets.
public struct QueryLimits: Sendable {
  /// How long it may run.
  public var time: Duration?
  /// Bytes of rows, tables and terms that it may hold at once.
  public var bytes: Int
  /// The most rows or triples of its answer.
  public var rows: Int

  public init(time: Duration? = nil, bytes: Int = 512 << 20, rows: Int = .max) {
    self.time = time
    self.bytes = bytes
    self.rows = rows
  }
}

/// Counts what a running query uses.
final class Budget {
  private let limits: QueryLimits
  private let deadline: ContinuousClock.Instant?
  private let source: any QuadSource
  private(set) var bytes = 0
  private var ticks = 0

  init(_ limits: QueryLimits, _ source: any QuadSource) {
    self.limits = limits
    self.source = source
    deadline = limits.time.map { ContinuousClock.now + $0 }
  }

  /// For the inner loops: looks at the clock now and then.
  @inline(__always)
  func tick() throws {
    ticks += 1
    if ticks & 0x3FF == 0 { try check() }
  }

  func check() throws {
    if let deadline, ContinuousClock.now >= deadline {
      throw SPARQLError(
        .deadline, "the query did not finish within \(limits.time.map { "\($0)" } ?? "its time"); give it more, or patterns that bind more")
    }
    try source.checkCancellation()
  }

  /// Takes memory for something that is kept.
  func take(_ count: Int) throws {
    bytes += count
    guard bytes <= limits.bytes else {
      throw SPARQLError(
        .tooLarge, "the query needs more than its \(limits.bytes >> 20) MiB of memory; add a LIMIT, or join patterns that share no variable")
    }
  }

  func giveBack(_ count: Int) { bytes -= count }

  func check(rows: Int) throws {
    guard rows <= limits.rows else { throw SPARQLError(.tooLarge, "the answer has more than \(limits.rows) rows; add a LIMIT") }
  }
}
