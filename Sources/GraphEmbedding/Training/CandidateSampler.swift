import Glibc
import Kernels

/// The candidates of a step: the batch's own entities and as many more drawn evenly, shared by all its queries.
struct CandidateSampler {
  /// The most candidates of a step.
  let capacity: Int
  /// The candidates' rows, copied together.
  let table: FloatTable
  /// Which entity each row is.
  private(set) var entities: [Int32] = []
  /// -log of the chance that a candidate is one.
  private(set) var bias: [Float] = []

  private let draws: Int
  private let biasOf: [Float]
  private var rowOf: [Int32]

  init(triples: [NumberedTriple], entities count: Int, draws: Int, batch: Int, width: Int) {
    capacity = min(count, draws + 2 * batch)
    self.draws = draws
    table = FloatTable(rows: capacity, columns: width)
    rowOf = [Int32](repeating: -1, count: count)
    var mentions = [Double](repeating: 0, count: count)
    for triple in triples {
      mentions[Int(triple.subject)] += 1
      mentions[Int(triple.object)] += 1
    }
    // Absent from the batch's 2·batch mentions and from the draws without replacement.
    let absent = 1 - Double(min(draws, count)) / Double(count)
    biasOf = mentions.map { mention in
      let chance = 1 - absent * pow(1 - mention / Double(2 * triples.count), Double(2 * batch))
      return Float(-log(max(chance, 1e-6)))
    }
  }

  /// The candidate row of an entity that is one.
  func row(of entity: Int32) -> Int32 { rowOf[Int(entity)] }

  mutating func draw(
    anchors: [Int32], targets: [Int32], from source: FloatTable, using random: inout SeededGenerator, compute: Compute
  ) {
    for entity in entities { rowOf[Int(entity)] = -1 }
    entities.removeAll(keepingCapacity: true)
    bias.removeAll(keepingCapacity: true)
    for entity in anchors { take(entity) }
    for entity in targets { take(entity) }
    var drawn = Set<Int32>()
    while drawn.count < min(draws, rowOf.count) {
      let entity = Int32(truncatingIfNeeded: ((random.next() >> 32) * UInt64(rowOf.count)) >> 32)
      if drawn.insert(entity).inserted { take(entity) }
    }
    let rows = TableRows(source, indices: entities), target = TableRows(table), kernels = EmbeddingKernels(compute.instructionSet)
    let count = entities.count, chunk = 128
    compute.pool.run((count + chunk - 1) / chunk) { task in
      kernels.copy(rows, to: target, rows: task * chunk..<min(count, (task + 1) * chunk))
    }
  }

  private mutating func take(_ entity: Int32) {
    if rowOf[Int(entity)] >= 0 { return }
    rowOf[Int(entity)] = Int32(entities.count)
    entities.append(entity)
    bias.append(biasOf[Int(entity)])
  }
}
