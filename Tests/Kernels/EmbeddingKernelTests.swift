import Foundation
import Kernels
import Testing

/// The kernels for embeddings, every level against the definition in double.
@Suite struct EmbeddingKernelTests {
  private func table(_ rows: Int, _ columns: Int, _ random: inout Randoms) -> FloatTable {
    let table = FloatTable(rows: rows, columns: columns)
    for i in 0..<rows { table.set(row: i, to: random.floats(columns)) }
    return table
  }

  private func rounded(_ x: Float) -> Double {
    let bits = x.bitPattern &+ 0x7fff &+ ((x.bitPattern >> 16) & 1)
    return Double(Float(bitPattern: bits & 0xffff_0000))
  }

  @Test(arguments: InstructionSet.available)
  func productsAreTheDefinitionAsTheyLieAndAcrossAndAdded(level: InstructionSet) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 21)
    for (rows, columns, depth) in [(1, 1, 1), (13, 16, 7), (29, 48, 33), (96, 80, 130)] {
      for across in [false, true] {
        let a = across ? table(depth, rows, &random) : table(rows, depth, &random), b = table(depth, columns, &random)
        let c = table(rows, columns, &random), start = (0..<rows).map { c.copy(row: $0) }
        let pairs = BFloatTable(capacity: BFloatTable.capacity(rows: depth, columns: columns))
        let image = BFloatTable(capacity: BFloatTable.capacity(rows: a.rows, columns: a.columns))
        for adding in [false, true] {
          for (i, row) in start.enumerated() { c.set(row: i, to: row) }
          kernels.multiply(a.all, across: across, b.all, into: c.all, adding: adding)
          let half = FloatTable(rows: rows, columns: columns)
          for (i, row) in start.enumerated() { half.set(row: i, to: row) }
          if across { kernels.roundPairs(a.all, into: image) } else { kernels.roundRows(a.all, into: image) }
          kernels.roundPairs(b.all, into: pairs)
          kernels.multiply(image, columns: a.columns, across: across, pairs, depth: depth, into: half.all, adding: adding)
          for i in 0..<rows {
            for j in 0..<columns {
              var exact = adding ? Double(start[i][j]) : 0, short = exact
              for k in 0..<depth {
                let value = across ? a[k, i] : a[i, k]
                exact += Double(value) * Double(b[k, j])
                short += rounded(value) * rounded(b[k, j])
              }
              #expect(abs(Double(c[i, j]) - exact) < 2e-6 * Double(depth))
              #expect(abs(Double(half[i, j]) - short) < 2e-6 * Double(depth))
            }
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available, [EmbeddingKernels.Meeting.manhattan, .modulus])
  func distancesAndTheirDirectionsAreTheDefinition(level: InstructionSet, meeting: EmbeddingKernels.Meeting) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 4)
    let candidates = table(21, 14, &random), queries = table(16, 14, &random), across = FloatTable(rows: 14, columns: 16)
    queries.set(row: 3, to: candidates.copy(row: 5))  // a distance of nothing has no direction
    kernels.transpose(queries.all, into: across.all)
    let scores = FloatTable(rows: 21, columns: 16)
    kernels.distances(candidates.all, across.all, meeting: meeting, into: scores.all)
    let weights = table(21, 16, &random)
    let moves = FloatTable(rows: 16, columns: 14)
    kernels.addDirections(weights.all, across: true, from: candidates.all, to: queries.all, meeting: meeting, into: moves.all)
    var expected = [[Double]](repeating: [Double](repeating: 0, count: 14), count: 16)
    for n in 0..<21 {
      for b in 0..<16 {
        let u = (0..<14).map { Double(candidates[n, $0]) - Double(queries[b, $0]) }
        let moduli = (0..<14).map { k in meeting == .manhattan ? abs(u[k]) : (u[k] * u[k] + u[(k + 7) % 14] * u[(k + 7) % 14]).squareRoot() }
        let distance = moduli.reduce(0, +) / (meeting == .manhattan ? 1 : 2)
        #expect(abs(Double(scores[n, b]) + distance) < 1e-5)
        for k in 0..<14 where moduli[k] > 0 { expected[b][k] += Double(weights[n, b]) * u[k] / moduli[k] }
      }
    }
    for b in 0..<16 { for k in 0..<14 { #expect(abs(Double(moves[b, k]) - expected[b][k]) < 1e-5) } }
  }

  @Test(arguments: InstructionSet.available)
  func exponentialsAndLogisticsAreTheDefinitionForLargeScoresToo(level: InstructionSet) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 9)
    for scale: Float in [0.01, 3, 400] {
      let scores = FloatTable(rows: 37, columns: 32)
      for i in 0..<37 { scores.set(row: i, to: random.floats(32).map { $0 * scale }) }
      let logistic = FloatTable(rows: 37, columns: 32), before = (0..<37).map { scores.copy(row: $0) }
      logistic.copy(from: scores)
      let bias = random.floats(37), maxima = FloatTable(rows: 1, columns: 32), sums = FloatTable(rows: 1, columns: 32)
      let factors = table(1, 32, &random)
      let total = kernels.logistic(logistic.all, offset: 0.5, factors: factors.all)
      kernels.exponentials(scores.all, bias: bias.span, maxima: maxima.all, sums: sums.all)
      var expectedTotal = 0.0
      for lane in 0..<32 {
        let values = (0..<37).map { Double(before[$0][lane]) + Double(bias[$0]) }, largest = values.max()!
        #expect(abs(Double(maxima[0, lane]) - largest) < 1e-4)
        let sum = values.reduce(0) { $0 + exp($1 - largest) }
        #expect(abs(Double(sums[0, lane]) - sum) < 3e-5 * sum * Double(max(scale, 1)))
        for i in 0..<37 {
          #expect(abs(Double(scores[i, lane]) - exp(values[i] - largest)) < 5e-5)
          let x = Double(before[i][lane]) + 0.5, factor = Double(factors[0, lane])
          #expect(abs(Double(logistic[i, lane]) - factor / (1 + exp(-x))) < 2e-6)
          expectedTotal += factor * (max(x, 0) + log(1 + exp(-abs(x))))
        }
      }
      #expect(abs(total - expectedTotal) < 2e-5 * max(1, Double(scale)) * 37)
    }
  }

  @Test(arguments: InstructionSet.available)
  func ranksAreCountedAndRowsAreStepped(level: InstructionSet) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 2)
    let scores = FloatTable(rows: 50, columns: 16), limits = FloatTable(rows: 1, columns: 16)
    for i in 0..<50 { scores.set(row: i, to: random.floats(16).map { ($0 * 4).rounded() }) }
    limits.set(row: 0, to: random.floats(16).map { ($0 * 4).rounded() })
    var above = [Int32](repeating: 1, count: 16), equal = [Int32](repeating: 0, count: 16)
    kernels.countAbove(scores.all, limits: limits.all, above: &above, equal: &equal)
    for lane in 0..<16 {
      #expect(Int(above[lane]) - 1 == (0..<50).filter { scores[$0, lane] > limits[0, lane] }.count)
      #expect(Int(equal[lane]) == (0..<50).filter { scores[$0, lane] == limits[0, lane] }.count)
    }
    for width in [1, 16, 37] {
      let x = table(2, width, &random), state = FloatTable(rows: 2, columns: width), slopes = table(1, width, &random)
      let second = FloatTable(rows: 2, columns: width), y = FloatTable(rows: 2, columns: width)
      y.copy(from: x)
      let old = x.copy(row: 1)
      for _ in 0..<2 {
        kernels.adagrad(TableRows(x), state: TableRows(state), gradient: TableRows(slopes), row: 1, gradientRow: 0, rate: 0.5, epsilon: 1e-10)
      }
      let first = FloatTable(rows: 2, columns: width)
      kernels.adamW(
        TableRows(y), first: TableRows(first), second: TableRows(second), gradient: TableRows(slopes), row: 1, gradientRow: 0,
        rate: 0.5, decay: 0.1, beta1: 0.9, beta2: 0.99, correction1: 10, correction2: 100, epsilon: 1e-8)
      for k in 0..<width {
        let sign: Float = slopes[0, k] > 0 ? 1 : -1
        #expect(abs(x[1, k] - (old[k] - 0.5 * sign * (1 + 1 / Float(2).squareRoot()))) < 1e-5)
        #expect(abs(y[1, k] - (old[k] - 0.5 * (sign + 0.1 * old[k]))) < 1e-5)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func bothPartsOfAComplexNumberMoveByOneSumOfSquaredSlopes(level: InstructionSet) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 21)
    for half in [1, 16, 37] {
      let x = table(2, 2 * half, &random), state = FloatTable(rows: 2, columns: half), slopes = table(1, 2 * half, &random)
      let old = x.copy(row: 1), other = x.copy(row: 0)
      for _ in 0..<2 {
        kernels.adagrad(TableRows(x), state: TableRows(state), gradient: TableRows(slopes), row: 1, gradientRow: 0, rate: 0.5, epsilon: 1e-10)
      }
      for k in 0..<half {
        let (g, h) = (slopes[0, k], slopes[0, half + k]), square = (g * g + h * h) / 2
        let step = 0.5 / square.squareRoot() * (1 + 1 / Float(2).squareRoot())
        #expect(abs(state[1, k] - 2 * square) < 1e-5)
        #expect(abs(x[1, k] - (old[k] - step * g)) < 1e-5 && abs(x[1, half + k] - (old[half + k] - step * h)) < 1e-5)
      }
      #expect(x.copy(row: 0) == other)
    }
  }

  @Test(arguments: InstructionSet.available)
  func complexProductsAndPowersOfNormsAreTheDefinition(level: InstructionSet) {
    let kernels = EmbeddingKernels(level)
    var random = Randoms(seed: 12)
    for half in [1, 8, 21] {
      let a = table(1, 2 * half, &random), b = table(1, 2 * half, &random), out = table(1, 2 * half, &random), old = out.copy(row: 0)
      for conjugate in [false, true] {
        out.set(row: 0, to: old)
        kernels.complexProduct(TableRows(a), TableRows(b), conjugate: conjugate, adding: true, into: TableRows(out), rows: 0..<1)
        for k in 0..<half {
          let (u, v, x, y) = (a[0, k], conjugate ? -a[0, k + half] : a[0, k + half], b[0, k], b[0, k + half])
          #expect(abs(out[0, k] - (old[k] + u * x - v * y)) < 1e-6)
          #expect(abs(out[0, k + half] - (old[k + half] + u * y + v * x)) < 1e-6)
        }
      }
      for (power, pairs) in [(2, false), (3, false), (2, true), (3, true)] {
        let slopes = FloatTable(rows: 1, columns: 2 * half)
        func norm(_ x: [Float]) -> Double {
          let moduli = pairs
            ? (0..<half).map { Double(x[$0] * x[$0] + x[$0 + half] * x[$0 + half]).squareRoot() } : x.map { Double(abs($0)) }
          return moduli.reduce(0) { $0 + pow($1, Double(power)) } * 0.5
        }
        let value = kernels.powerNorm(TableRows(a), power: power, pairs: pairs, weight: 0.5, gradient: TableRows(slopes), rows: 0..<1)
        let x = a.copy(row: 0)
        #expect(abs(value - norm(x)) < 1e-5)
        for k in 0..<2 * half {
          var (more, less) = (x, x)
          more[k] += 0.01
          less[k] -= 0.01
          #expect(abs(Double(slopes[0, k]) - (norm(more) - norm(less)) / 0.02) < 2e-3)
        }
      }
    }
  }
}
