internal import Dispatch
internal import RDF
internal import Synchronization

/// Reads a file on a thread of its own, a few thousand statements ahead of who stores them: on two cores the reading costs a load no time.
final class ReadAhead: Sendable {
  private enum Event: Sendable {
    case quads([(Quad, SourcePosition)])
    case skipped(RDFSyntaxError)
    case finished((any Error)?)
  }

  /// Ends the reading when nobody takes its statements any more.
  private struct Abandoned: Error {}

  private struct State {
    var events: [Event] = []
    var isAbandoned = false
  }

  private static let batch = 1024
  private let state = Mutex(State())
  // Made empty and filled by hand: one that ends below what it was made with is taken for a mistake.
  private let space = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  private init() {
    for _ in 0..<4 { space.signal() }
  }

  /// Gives every statement to `each` on the calling thread, in the order of the file, and every bad one to the closure of `mode`.
  static func read(
    _ bytes: [UInt8], format: RDFFormat, base: String?, mode: RDFReader.Mode, _ each: (Quad, SourcePosition) throws -> Void
  ) throws {
    // A thread is not worth its while for what is read in a few milliseconds.
    guard bytes.count > 256 << 10 else { return try RDFReader.readQuads(bytes, format: format, base: base, mode: mode, each) }
    let whole = Mutex<[UInt8]?>(bytes)
    try read(chunks: { whole.withLock { $0.take() } }, format: format, base: base, mode: mode, each)
  }

  /// The same of a file in pieces. `chunks` is called on the reading thread, and gives nil at the end.
  static func read(
    chunks: @escaping @Sendable () throws -> [UInt8]?, format: RDFFormat, base: String?, mode: RDFReader.Mode,
    _ each: (Quad, SourcePosition) throws -> Void
  ) throws {
    let pipe = ReadAhead()
    let isLenient = if case .lenient = mode { true } else { false }
    DispatchQueue(label: "kgassist.store.reading").async { pipe.produce(chunks, format: format, base: base, isLenient: isLenient) }
    // Whatever ends the taking: the reading ends too.
    defer { pipe.abandon() }
    while true {
      switch pipe.next() {
      case .quads(let quads): for (quad, position) in quads { try each(quad, position) }
      case .skipped(let error): if case .lenient(let report) = mode { try report(error) }
      case .finished(let error):
        if let error { throw error }
        return
      }
    }
  }

  private func produce(_ chunks: @Sendable () throws -> [UInt8]?, format: RDFFormat, base: String?, isLenient: Bool) {
    var quads: [(Quad, SourcePosition)] = []
    quads.reserveCapacity(Self.batch)
    func flush() throws {
      guard !quads.isEmpty else { return }
      try put(.quads(quads))
      quads.removeAll(keepingCapacity: true)
    }
    do {
      do {
        let mode: RDFReader.Mode =
          isLenient
          ? .lenient { error in
            try flush()
            try self.put(.skipped(error))
          } : .strict
        try RDFReader.readQuads(chunks: chunks, format: format, base: base, mode: mode) { quad, position in
          quads.append((quad, position))
          if quads.count == Self.batch { try flush() }
        }
        try flush()
        try put(.finished(nil))
      } catch let error where !(error is Abandoned) {
        try flush()
        try put(.finished(error))
      }
    } catch {
      // Nobody is there to be told.
    }
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
