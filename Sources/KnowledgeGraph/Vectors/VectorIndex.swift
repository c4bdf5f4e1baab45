internal import Kernels
internal import Memory
internal import Synchronization

/// The vectors of all passages as int8 with one scale each, for searching by brute force.
///
/// Truth is in the store's blobs; this copy only proposes candidates. It is mapped from a file beside the store (`…​.vectors`) when that file was
/// made from the store's present state, else rebuilt from the blobs. What is added later lies in memory behind it until the next save. A search
/// takes a snapshot and shares nothing with a writer.
final class VectorIndex: Sendable {
  struct State {
    var segments: [VectorSegment] = []
    /// Passages whose rows are still in a segment.
    var removed: Set<Int64> = []
    var generation: Int64
    var isSaved: Bool
  }

  private let state: Mutex<State>
  private let file: String

  /// Reads or rebuilds the copy for the store behind `connection`.
  init(beside path: String, connection: Connection) throws {
    file = path + ".vectors"
    let generation = try connection.number("SELECT value FROM meta WHERE key = 'vector_generation'")
    if let segments = VectorFile.read(file, generation: generation) {
      state = Mutex(State(segments: segments, generation: generation, isSaved: true))
    } else {
      let segments = try Self.rebuilt(from: connection)
      state = Mutex(State(segments: segments, generation: generation, isSaved: segments.isEmpty))
      save()
    }
  }

  /// The likely best passages for a vector, most likely first. A passage whose vector was replaced may be there for its former one too: once.
  func candidates(for vector: [Float], count: Int, domain: Domain?) -> [PassageID] {
    let (segments, removed) = state.withLock { ($0.segments, $0.removed) }
    let query = VectorMath.quantize(vector.span)
    var best = BestRows(capacity: count)
    for segment in segments where segment.dimension == vector.count {
      segment.scan(query.values, domain: domain, removed: removed, into: &best)
    }
    return best.sorted()
  }

  /// Takes in what a committed transaction changed.
  func apply(_ changes: VectorChanges) {
    guard let generation = changes.generation else { return }
    // Quantised before the lock is taken, which searches need too.
    var builders: [Int64: VectorSegment.Builder] = [:]
    for change in changes.added {
      var builder = builders.removeValue(forKey: change.encoder) ?? VectorSegment.Builder(encoder: change.encoder, dimension: change.vector.count)
      builder.append(change.passage.rawValue, domain: change.domain, change.vector)
      builders[change.encoder] = builder
    }
    let added = builders.values.map { $0.finish() }
    state.withLock { state in
      state.generation = generation
      state.isSaved = false
      for passage in changes.removed { state.removed.insert(passage.rawValue) }
      for segment in added {
        state.segments.append(segment)
        // Like carrying in a binary number: few segments, and each row is copied log n times at most.
        while state.segments.count > 1, let joined = state.segments[state.segments.count - 2].joined(with: state.segments[state.segments.count - 1]) {
          state.segments.removeLast(2)
          state.segments.append(joined)
        }
      }
    }
  }

  /// Writes the copy's file, without the removed rows. A failure costs only the next start's rebuilding.
  func save() {
    let kept = state.withLock { $0.isSaved ? nil : ($0.segments, $0.removed, $0.generation) }
    guard let (segments, removed, generation) = kept else { return }
    if VectorFile.write(file, segments: segments, removed: removed, generation: generation) {
      state.withLock { if $0.generation == generation { $0.isSaved = true } }
    }
  }

  /// The numbers of all rows that a search may give.
  var passages: Set<Int64> {
    let (segments, removed) = state.withLock { ($0.segments, $0.removed) }
    return Set(segments.flatMap(\.passages)).subtracting(removed)
  }

  private static func rebuilt(from connection: Connection) throws -> [VectorSegment] {
    var builders: [Int64: VectorSegment.Builder] = [:]
    try connection.forEachRow(
      """
      SELECT v.passage, v.encoder, v.value, d.domain FROM vector v JOIN passage p ON p.id = v.passage JOIN document d ON d.id = p.document
      ORDER BY v.passage
      """, []
    ) { row in
      let vector = unsafe row.withBlob(2) { unsafe floats($0) }
      let encoder = row.int64(1)
      var builder = builders.removeValue(forKey: encoder) ?? VectorSegment.Builder(encoder: encoder, dimension: vector.count)
      if vector.count == builder.dimension { builder.append(row.int64(0), domain: row.domain(3), vector) }
      builders[encoder] = builder
    }
    return builders.values.map { $0.finish() }
  }

  static func dot(_ a: [Float], _ b: [Float]) -> Float { VectorMath.dot(a, b) }

  /// A stored vector; empty when its size is not that of floats.
  static func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    guard bytes.count % 4 == 0 else { return [] }
    return (0..<bytes.count / 4).map {
      unsafe Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
    }
  }

  static func bytes(_ vector: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vector.count * 4)
    for value in vector {
      let bits = value.bitPattern
      for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    return bytes
  }
}
