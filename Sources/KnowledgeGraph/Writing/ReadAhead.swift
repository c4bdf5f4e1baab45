internal import Dispatch
internal import RDF
internal import Synchronization

/// Reads a file on a thread of its own, a few thousand statements ahead of who stores them: on two cores the reading costs a load no time.
///
/// For one reading.
final class ReadAhead: Sendable {
  private enum Event: Sendable {
    case statements(StatementBatch)
    case skipped(RDFSyntaxError)
    case finished((any Error)?)
  }

  /// Ends the reading when nobody takes its statements any more.
  private struct Abandoned: Error {}

  private struct State {
    var events: [Event] = []
    var isAbandoned = false
  }

  private let format: RDFFormat
  private let base: String?
  private let scope: BlankScope
  private let graph: Term?
  private let state = Mutex(State())
  // Made empty and filled by hand: one that ends below what it was made with is taken for a mistake.
  private let space = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// - Parameters: as of ``StatementBatch/init(_:graph:)``, and of the reader.
  init(format: RDFFormat, base: String?, scope: BlankScope, graph: Term?) {
    self.format = format
    self.base = base
    self.scope = scope
    self.graph = graph
    for _ in 0..<4 { space.signal() }
  }

  /// Gives every statement to `take` on the calling thread, in the order of the file, and every bad one to the closure of `mode`.
  func read(_ bytes: [UInt8], mode: RDFReader.Mode, _ take: (StatementBatch) throws -> Void) throws {
    let whole = Mutex<[UInt8]?>(bytes)
    let chunks: @Sendable () -> [UInt8]? = { whole.withLock { $0.take() } }
    // A thread is not worth its while for what is read in a few milliseconds.
    if bytes.count > 256 << 10 { try read(chunks: chunks, mode: mode, take) } else { try gather(chunks, mode: mode, take) }
  }

  /// The same of a file in pieces. `chunks` is called on the reading thread, and gives nil at the end.
  func read(chunks: @escaping @Sendable () throws -> [UInt8]?, mode: RDFReader.Mode, _ take: (StatementBatch) throws -> Void) throws {
    let isLenient = if case .lenient = mode { true } else { false }
    DispatchQueue(label: "kgassist.store.reading").async { self.produce(chunks, isLenient: isLenient) }
    // Whatever ends the taking: the reading ends too.
    defer { abandon() }
    while true {
      switch next() {
      case .statements(let batch): try take(batch)
      case .skipped(let error): if case .lenient(let report) = mode { try report(error) }
      case .finished(let error):
        if let error { throw error }
        return
      }
    }
  }

  private func produce(_ chunks: @Sendable () throws -> [UInt8]?, isLenient: Bool) {
    do {
      do {
        try gather(chunks, mode: isLenient ? .lenient { try self.put(.skipped($0)) } : .strict) { try self.put(.statements($0)) }
        try put(.finished(nil))
      } catch let error where !(error is Abandoned) {
        try put(.finished(error))
      }
    } catch {
      // Nobody is there to be told.
    }
  }

  /// Reads on the calling thread, and hands over batch by batch.
  private func gather(_ chunks: () throws -> [UInt8]?, mode: RDFReader.Mode, _ hand: (StatementBatch) throws -> Void) throws {
    var batch = StatementBatch(scope, graph: graph)
    try RDFReader.readQuads(chunks: chunks, format: format, base: base, mode: mode) { quad, position in
      try batch.append(quad, line: position.line)
      guard batch.isFull else { return }
      try hand(batch)
      batch = StatementBatch(scope, graph: graph)
    }
    try hand(batch)
  }

  private func put(_ event: Event) throws {
    space.wait()
    let isAbandoned = state.withLock { state in
      state.events.append(event)
      return state.isAbandoned
    }
    if isAbandoned {
      space.signal()
      throw Abandoned()
    }
    filled.signal()
  }

  private func next() -> Event {
    filled.wait()
    let event = state.withLock { $0.events.removeFirst() }
    space.signal()
    return event
  }

  private func abandon() {
    state.withLock {
      $0.isAbandoned = true
      $0.events.removeAll()
    }
    space.signal()
  }
}
