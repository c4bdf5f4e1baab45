import GraphEmbedding
import Kernels

/// The three products of a training step on a graph's shapes at rank 100 and batch 512, each as a share of what the CPU's multiply-adds
/// can do from registers, measured in turn with it on one thread.
enum EmbeddingProducts {
  private static let batch = 512, width = 208, block = 192, turns = 5

  /// Operations a second of each product, and its share of the peak: medians over turns.
  static func measure(_ triples: TripleSet, _ compute: Compute) -> [(what: String, speed: Double, share: Double)] {
    let kernels = EmbeddingKernels(compute.instructionSet), count = triples.entities.count
    let entities = filled(rows: count, columns: width), queries = filled(rows: batch, columns: width)
    let slopes = filled(rows: count, columns: batch), across = FloatTable(rows: width, columns: batch)
    let scores = FloatTable(rows: count, columns: batch), queryGradient = FloatTable(rows: batch, columns: width)
    let blockGradient = FloatTable(rows: block, columns: width)
    kernels.transpose(queries.all, into: across.all)
    let blocks = stride(from: 0, to: count, by: block).map { $0..<min(count, $0 + block) }
    var result: [(String, Double, Double)] = []

    func say(_ what: String, bfloat: Bool, _ pass: () -> Double) {
      var speeds: [Double] = [], shares: [Double] = []
      for _ in 0..<turns {
        let start = processorSeconds(), operations = kernels.registerProducts(bfloat: bfloat)
        let peak = operations / (processorSeconds() - start)
        let speed = 2 * Double(count) * Double(batch) * Double(width) / pass()
        speeds.append(speed)
        shares.append(speed / peak)
      }
      result.append(("product of \(what), \(bfloat ? "bfloat16" : "float32")", median(speeds), median(shares)))
    }
    /// Processor time of `work` over all blocks; what `prepare` takes is left out.
    func timed(_ prepare: (Range<Int>) -> Void, _ work: (Range<Int>) -> Void) -> Double {
      var time = 0.0
      for rows in blocks {
        prepare(rows)
        let start = processorSeconds()
        work(rows)
        time += processorSeconds() - start
      }
      return time
    }
    say("scores", bfloat: false) {
      timed({ _ in }) { kernels.multiply(entities.block($0), across.all, into: scores.block($0)) }
    }
    say("queries' slopes", bfloat: false) {
      timed({ _ in }) { kernels.multiply(slopes.block($0), across: true, entities.block($0), into: queryGradient.all, adding: true) }
    }
    say("candidates' slopes", bfloat: false) {
      timed({ _ in }) { kernels.multiply(slopes.block($0), queries.all, into: blockGradient.block(0..<$0.count)) }
    }
    guard kernels.hasFastBFloat else { return result }
    func image(_ rows: Int, _ columns: Int) -> BFloatTable { BFloatTable(capacity: BFloatTable.capacity(rows: rows, columns: columns)) }
    let acrossPairs = image(width, batch), queryPairs = image(batch, width), long = image(block, batch), wide = image(block, width)
    kernels.roundPairs(across.all, into: acrossPairs)
    kernels.roundPairs(queries.all, into: queryPairs)
    say("scores", bfloat: true) {
      timed({ kernels.roundRows(entities.block($0), into: wide) }) {
        kernels.multiply(wide, columns: width, across: false, acrossPairs, depth: width, into: scores.block($0))
      }
    }
    say("queries' slopes", bfloat: true) {
      timed({
        kernels.roundPairs(slopes.block($0), into: long)
        kernels.roundPairs(entities.block($0), into: wide)
      }) {
        kernels.multiply(long, columns: batch, across: true, wide, depth: $0.count, into: queryGradient.all, adding: true)
      }
    }
    say("candidates' slopes", bfloat: true) {
      timed({ kernels.roundRows(slopes.block($0), into: long) }) {
        kernels.multiply(long, columns: batch, across: false, queryPairs, depth: batch, into: blockGradient.block(0..<$0.count))
      }
    }
    return result
  }

  private static func filled(rows: Int, columns: Int) -> FloatTable {
    let table = FloatTable(rows: rows, columns: columns)
    var random = SeededGenerator(seed: 7)
    let row = (0..<columns).map { _ in random.normal() }
    for i in 0..<rows { table.set(row: i, to: row) }
    return table
  }
}
