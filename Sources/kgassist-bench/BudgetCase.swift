import Foundation
import Kernels

/// How many times as fast as the portable kernels those of every other level must be: what a change must not lose.
///
/// Both take turns on one thread and are compared in processor time, so that neither other programs nor the machine's
/// make decide; the floors are a third to a half of what was measured. Fails when one is missed.
enum BudgetCase {
  /// At least so many times the portable level, for 64 rows and for one row.
  private static let floors: [(type: ElementType, levels: [InstructionSet: (many: Double, one: Double)])] = [
    (.q4_K, [.avx2: (4, 3.5), .avxvnni: (5, 4), .avx512: (10, 7), .neon: (1.2, 1)]),
    (.q4_1, [.avx2: (4, 3.5), .avxvnni: (5, 4), .avx512: (10, 7), .neon: (1.2, 1)]),
    (.q8_0, [.avx2: (3, 2.5), .avxvnni: (5, 4), .avx512: (10, 5), .neon: (1.2, 1)]),
    // One row of floats is as fast as it is read, at every level.
    (.f32, [.avx2: (1.5, 0.6), .avxvnni: (1.5, 0.6), .avx512: (3, 0.6), .neon: (0.8, 0.6)]),
  ]

  static func measure(_ arguments: BenchArguments) throws {
    let pool = ComputePool(threads: 1)
    let portable = Compute(pool: pool, instructionSet: .portable)
    var missed: [String] = []
    for (type, levels) in floors {
      let columns = 1024, rows = 512
      let bytes = [UInt8](repeating: 0x11, count: rows * columns / type.blockSize * type.blockBytes)
      let weights = try unsafe bytes.withUnsafeBytes {
        try unsafe WeightMatrix(type: type, rows: rows, columns: columns, bytes: $0, compute: portable)
      }
      for (level, floor) in levels.sorted(by: { $0.key < $1.key }) where InstructionSet.available.contains(level) {
        let compute = Compute(pool: pool, instructionSet: level)
        for (positions, least) in [(64, floor.many), (1, floor.one)] {
          let x = Activations(rows: positions, columns: columns), y = Activations(rows: positions, columns: rows)
          for t in 0..<positions { x.set(row: t, to: (0..<columns).map { Float(($0 * 31 + t) % 255) / 128 - 1 }) }
          func time(_ compute: Compute) -> Double {
            let repeats = positions == 1 ? 20 : 1
            let start = processorSeconds()
            for _ in 0..<repeats { weights.multiply(x, into: y, compute: compute) }
            return processorSeconds() - start
          }
          _ = (time(portable), time(compute))
          var slow: [Double] = [], fast: [Double] = []
          for _ in 0..<max(arguments.runs, 5) {
            slow.append(time(portable))
            for _ in 0..<3 { fast.append(time(compute)) }
          }
          let ratio = median(slow) / median(fast)
          let what = "\(type), \(positions) rows: at least \(least) times the portable level"
          if ratio < least { missed.append("\(level.rawValue) \(what), not \(rounded(ratio))") }
          try BenchLine(
            case: "budget", what: what, value: rounded(ratio), unit: "times", threads: 1, isa: level.rawValue, model: nil,
            runs: max(arguments.runs, 5), ratio: rounded(ratio / least)
          ).print()
        }
      }
    }
    guard missed.isEmpty else { throw BudgetFault(description: missed.joined(separator: "\n")) }
  }

  struct BudgetFault: Error, CustomStringConvertible { let description: String }
}
