import Kernels
import Layers
import Testing

@Suite struct ElementwiseTests {
  @Test(arguments: [1, 5, 384, 897])
  func rmsNormDividesByTheRootMeanSquare(width: Int) {
    for compute in computes {
      var random = Randoms(seed: 1)
      let x = random.activations(rows: 70, columns: width, scale: 4), y = Activations(rows: 70, columns: width)
      let weight = random.floats(width)
      RMSNorm(weight: weight, epsilon: 1e-6).forward(x, into: y, compute: compute)
      for t in [0, 69] {
        let row = x.copy(row: t)
        let scale = 1 / (row.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(width) + 1e-6).squareRoot()
        for c in 0..<width { #expect(abs(Double(y[t, c]) - Double(row[c] * weight[c]) * scale) < 1e-5) }
      }
    }
  }

  @Test(arguments: [false, true])
  func layerNormCentresAndScales(withResidual: Bool) {
    for compute in computes {
      var random = Randoms(seed: 2)
      let x = random.activations(rows: 100, columns: 384, scale: 3), y = Activations(rows: 100, columns: 384)
      let residual = random.activations(rows: 100, columns: 384), weight = random.floats(384), bias = random.floats(384)
      LayerNorm(weight: weight, bias: bias, epsilon: 1e-12)
        .forward(x, adding: withResidual ? residual : nil, into: y, compute: compute)
      for t in [0, 99] {
        let row = (0..<384).map { Double(x[t, $0] + (withResidual ? residual[t, $0] : 0)) }
        let mean = row.reduce(0, +) / 384
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 384
        for c in 0..<384 {
          #expect(abs(Double(y[t, c]) - ((row[c] - mean) / variance.squareRoot() * Double(weight[c]) + Double(bias[c]))) < 1e-5)
        }
      }
    }
  }

  @Test func normsMayWriteOverTheirInput() {
    for compute in computes {
      var random = Randoms(seed: 3)
      let x = random.activations(rows: 3, columns: 64), y = Activations(rows: 3, columns: 64)
      let norm = RMSNorm(weight: random.floats(64), epsilon: 1e-5)
      norm.forward(x, into: y, compute: compute)
      norm.forward(x, into: x, compute: compute)
      for t in 0..<3 { #expect(x.copy(row: t) == y.copy(row: t)) }
    }
  }

  @Test func geluIsExactToAMillionth() {
    for compute in computes {
      let x = Activations(rows: 1, columns: 24_001)
      for i in 0..<24_001 { x[0, i] = Float(i - 12_000) / 1000 }
      let inputs = x.copy(row: 0)
      GELU.apply(to: x, compute: compute)
      var worst = 0.0
      for (i, v) in inputs.enumerated() {
        let exact = 0.5 * Double(v) * (1 + errorFunction(Double(v) / 2.0.squareRoot()))
        worst = max(worst, abs(Double(x[0, i]) - exact) / max(1, abs(Double(v))))
      }
      #expect(worst < 1e-6)
    }
  }

  @Test func swigluIsTheGateTimesUp() {
    for compute in computes {
      let gate = Activations(rows: 2, columns: 20_001), up = Activations(rows: 2, columns: 20_001)
      for i in 0..<20_001 {
        gate[0, i] = Float(i - 10_000) / 100
        gate[1, i] = -gate[0, i]
        up[0, i] = 2
        up[1, i] = -1
      }
      let y = Activations(rows: 2, columns: 20_001)
      SwiGLU.forward(gate: gate, up: up, into: y, compute: compute)
      for t in 0..<2 {
        for i in stride(from: 0, to: 20_001, by: 7) {
          let g = Double(gate[t, i]), exact = g / (1 + exponential(-g)) * Double(up[t, i])
          #expect(abs(Double(y[t, i]) - exact) <= 1e-6 * max(1, abs(exact)))
        }
      }
    }
  }

  @Test(arguments: [1, 3, 64, 777])
  func softmaxSumsToOneWhateverTheScores(count: Int) {
    var random = Randoms(seed: 9)
    let scores = random.floats(count, scale: 50).map { $0 + 1000 }
    var x = scores
    softmax(&x)
    let top = scores.max()!, exact = scores.map { exponential(Double($0 - top)) }, sum = exact.reduce(0, +)
    for i in 0..<count { #expect(abs(Double(x[i]) - exact[i] / sum) < 1e-6) }
    for compute in computes {
      let rows = Activations(rows: 2, columns: count)
      rows.set(row: 0, to: scores)
      rows.set(row: 1, to: scores.map { -$0 })
      softmax(rows, compute: compute)
      for i in 0..<count { #expect(abs(Double(rows[0, i]) - exact[i] / sum) < 1e-6) }
      #expect(abs(rows.copy(row: 1).reduce(0, +) - 1) < 1e-5)
    }
    var none = [Float]()
    softmax(&none)
    #expect(none.isEmpty)
  }

  @Test(arguments: [RotaryPositions.Pairing.interleaved, .halves])
  func rotaryPositionsTurnPairsByTheirAngle(pairing: RotaryPositions.Pairing) {
    for compute in computes {
      var random = Randoms(seed: 10)
      let x = random.activations(rows: 5, columns: 3 * 64)
      let before = (0..<5).map { x.copy(row: $0) }
      RotaryPositions(headSize: 64, base: 1_000_000, pairing: pairing, capacity: 900)
        .apply(to: x, rows: 1..<5, start: 800, compute: compute)
      #expect(x.copy(row: 0) == before[0])
      for t in 1..<5 {
        for h in 0..<3 {
          for i in 0..<32 {
            let a = h * 64 + (pairing == .halves ? i : 2 * i), b = a + (pairing == .halves ? 32 : 1)
            let angle = Double(800 + t - 1) * power(1_000_000, -2 * Double(i) / 64)
            let u = Double(before[t][a]), v = Double(before[t][b])
            #expect(abs(Double(x[t, a]) - (u * cosine(angle) - v * sine(angle))) < 1e-5)
            #expect(abs(Double(x[t, b]) - (u * sine(angle) + v * cosine(angle))) < 1e-5)
          }
        }
      }
    }
  }
}
