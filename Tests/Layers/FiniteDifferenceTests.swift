import Kernels
import Layers
import Testing

/// Slopes against differences of the forward, at sizes that fill and overfill the kernels' tiles.
@Suite struct FiniteDifferenceTests {
  /// Σ y·dy in double.
  private func along(_ y: Activations, _ dy: Activations) -> Double {
    (0..<y.rows).reduce(0.0) { sum, t in zip(y.copy(row: t), dy.copy(row: t)).reduce(sum) { $0 + Double($1.0) * Double($1.1) } }
  }

  /// Moves all of `x` a little along a random direction and holds the change of `value` against what the slopes promise.
  private func check(
    _ x: FloatMatrix, slopes: FloatMatrix, _ random: inout Randoms, compute: Compute, step: Float = 4e-3, tolerance: Double = 2e-3,
    _ value: () -> Double
  ) {
    let direction = random.activations(rows: x.rows, columns: x.columns)
    let kept = Activations(rows: slopes.rows, columns: slopes.columns)
    compute.clear(kept.matrix)
    compute.add(slopes, to: kept.matrix)
    let promised = along(kept, direction)
    compute.add(direction.matrix, weight: step, to: x)
    let above = value()
    compute.add(direction.matrix, weight: -2 * step, to: x)
    let below = value()
    compute.add(direction.matrix, weight: step, to: x)
    let length = (compute.sumOfSquares(slopes) * compute.sumOfSquares(direction.matrix)).squareRoot()
    #expect(abs((above - below) / Double(2 * step) - promised) < tolerance * length, "promised \(promised)")
  }

  @Test(arguments: [(1, 7, 3), (29, 40, 33), (130, 300, 70)])
  func linear(positions: Int, inputs: Int, outputs: Int) {
    for compute in computes {
      var random = Randoms(seed: 3)
      let pass = TrainingPass(compute: compute), layer = TrainableLinear("l", inputs: inputs, outputs: outputs)
      layer.weight.fill(with: random.floats(inputs * outputs))
      let x = random.activations(rows: positions, columns: inputs), dy = random.activations(rows: positions, columns: outputs)
      let y = Activations(rows: positions, columns: outputs), dx = Activations(rows: positions, columns: inputs)
      layer.backward(dy, input: x, into: dx, pass: pass)
      for (values, slopes) in [(x.matrix, dx.matrix), (layer.weight.values.matrix, layer.weight.gradient.matrix), (layer.bias!.values.matrix, layer.bias!.gradient.matrix)] {
        check(values, slopes: slopes, &random, compute: compute) {
          layer.forward(x, into: y, pass: pass)
          return along(y, dy)
        }
      }
    }
  }

  @Test(arguments: [(150, 6, 2, true), (97, 2, 2, false)])
  func attentionOfMoreThanABlockOfQueries(positions: Int, heads: Int, shared: Int, causal: Bool) {
    for compute in computes {
      var random = Randoms(seed: 4)
      let pass = TrainingPass(compute: compute), attention = TrainableAttention(AttentionShape(heads: heads, keyValueHeads: shared, headSize: 32, isCausal: causal))
      let sequences = [0..<positions - 20, positions - 19..<positions]
      func draw(_ heads: Int) -> Activations { random.activations(rows: positions, columns: heads * 32) }
      let q = draw(heads), k = draw(shared), v = draw(shared), dy = draw(heads), y = draw(heads)
      let dq = draw(heads), dk = draw(shared), dv = draw(shared)
      attention.backward(dy, queries: q, keys: k, values: v, sequences: sequences, queries: dq, keys: dk, values: dv, pass: pass)
      for (values, slopes) in [(q, dq), (k, dk), (v, dv)] {
        check(values.matrix, slopes: slopes.matrix, &random, compute: compute) {
          attention.forward(queries: q, keys: k, values: v, sequences: sequences, into: y, pass: pass)
          return along(y, dy)
        }
      }
    }
  }

  @Test(arguments: [(150, 6, 2, true), (97, 2, 2, false)])
  func attentionSomeOfWhoseProbabilitiesAreDropped(positions: Int, heads: Int, shared: Int, causal: Bool) {
    for compute in computes {
      var random = Randoms(seed: 6)
      let shape = AttentionShape(heads: heads, keyValueHeads: shared, headSize: 32, isCausal: causal), attention = TrainableAttention(shape, dropout: 0.3)
      let pass = TrainingPass(compute: compute, seed: 11), sequences = [0..<positions - 20, positions - 19..<positions]
      func draw(_ heads: Int) -> Activations { random.activations(rows: positions, columns: heads * 32) }
      let q = draw(heads), k = draw(shared), v = draw(shared), dy = draw(heads), y = draw(heads)
      let dq = draw(heads), dk = draw(shared), dv = draw(shared)
      attention.backward(dy, queries: q, keys: k, values: v, sequences: sequences, queries: dq, keys: dk, values: dv, pass: pass)
      for (values, slopes) in [(q, dq), (k, dk), (v, dv)] {
        check(values.matrix, slopes: slopes.matrix, &random, compute: compute) {
          attention.forward(queries: q, keys: k, values: v, sequences: sequences, into: y, pass: pass)
          return along(y, dy)
        }
      }
    }
  }

  @Test func aDroppedProbabilityIsNoneAndTheOthersGrow() {
    for compute in computes {
      // Every key is as likely and every value 1: what comes out is the share that was left, scaled.
      let shape = AttentionShape(heads: 2, headSize: 16, isCausal: false), dropout: Float = 0.25
      func matrix(_ value: Float) -> Activations {
        let matrix = Activations(rows: 200, columns: 32)
        for t in 0..<200 { matrix.set(row: t, to: [Float](repeating: value, count: 32)) }
        return matrix
      }
      let (q, k, v) = (matrix(0), matrix(0), matrix(1)), y = Activations(rows: 200, columns: 32), other = Activations(rows: 200, columns: 32)
      let attention = TrainableAttention(shape, dropout: dropout)
      attention.forward(queries: q, keys: k, values: v, sequences: [0..<200], into: y, pass: TrainingPass(compute: compute, seed: 3))
      let left = (0..<200).map { y[$0, 0] * (1 - dropout) }
      #expect(abs(left.reduce(0, +) / 200 - 0.75) < 0.01 && Set(left.map { ($0 * 200).rounded() }).count > 10)
      #expect((0..<200).contains { y[$0, 0] != y[$0, 16] }, "each head drops its own")
      attention.forward(queries: q, keys: k, values: v, sequences: [0..<200], into: other, pass: TrainingPass(compute: compute, seed: 4))
      #expect((0..<200).contains { y[$0, 0] != other[$0, 0] })
      attention.forward(queries: q, keys: k, values: v, sequences: [0..<200], into: other, pass: TrainingPass(compute: compute, seed: 3, isTraining: false))
      #expect((0..<200).allSatisfy { abs(other[$0, 0] - 1) < 1e-5 })
    }
  }

  @Test func normsOfManyRows() {
    for compute in computes {
      var random = Randoms(seed: 5)
      let pass = TrainingPass(compute: compute), norm = TrainableLayerNorm("n", width: 70, epsilon: 1e-5)
      let x = random.activations(rows: 200, columns: 70, scale: 2), dy = random.activations(rows: 200, columns: 70)
      let y = Activations(rows: 200, columns: 70), dx = Activations(rows: 200, columns: 70)
      norm.backward(dy, input: x, into: dx, pass: pass)
      for (values, slopes) in [(x.matrix, dx.matrix), (norm.weight.values.matrix, norm.weight.gradient.matrix), (norm.bias.values.matrix, norm.bias.gradient.matrix)] {
        check(values, slopes: slopes, &random, compute: compute) {
          norm.forward(x, into: y, pass: pass)
          return along(y, dy)
        }
      }
    }
  }

  @Test func dropoutDropsItsShareTheSameWayBackAndAnotherWayWithAnotherSeed() {
    for compute in computes {
      let x = Activations(rows: 100, columns: 333), again = Activations(rows: 100, columns: 333), other = Activations(rows: 100, columns: 333)
      for activations in [x, again, other] { for t in 0..<100 { activations.set(row: t, to: [Float](repeating: 1, count: 333)) } }
      let dropout = Dropout(0.3)
      dropout.apply(to: x, pass: TrainingPass(compute: compute, seed: 7))
      dropout.apply(to: again, pass: TrainingPass(compute: compute, seed: 7))
      dropout.apply(to: other, pass: TrainingPass(compute: compute, seed: 8))
      let rows = (0..<100).map { x.copy(row: $0) }
      #expect(rows == (0..<100).map { again.copy(row: $0) })
      #expect(rows != (0..<100).map { other.copy(row: $0) })
      let dropped = rows.joined().count { $0 == 0 }
      #expect((9_400...10_600).contains(dropped))
      #expect(rows.joined().allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
      dropout.apply(to: again, pass: TrainingPass(compute: compute, seed: 7, isTraining: false))
      #expect(rows == (0..<100).map { again.copy(row: $0) })
    }
  }

  @Test func productsInBFloatAreTheSameBitsWithAnyNumberOfThreadsAndCloseToFloat() {
    for level in InstructionSet.available {
      var random = Randoms(seed: 6)
      let a = random.activations(rows: 200, columns: 130), b = random.activations(rows: 90, columns: 130), c = random.activations(rows: 200, columns: 90)
      func product(_ threads: Int, _ precision: ProductPrecision, _ shape: Int) -> [[Float]] {
        let compute = Compute(pool: ComputePool(threads: threads), instructionSet: level), y: Activations
        switch shape {
        case 0:
          y = Activations(rows: 200, columns: 90)
          compute.multiply(a.matrix, b.matrix, turned: true, into: y.matrix, precision: precision)
        case 1:
          y = Activations(rows: 200, columns: 130)
          compute.multiply(c.matrix, b.matrix, into: y.matrix, precision: precision)
        default:
          y = Activations(rows: 90, columns: 130)
          compute.multiply(c.matrix, across: true, a.matrix, into: y.matrix, precision: precision)
        }
        return (0..<y.rows).map { y.copy(row: $0) }
      }
      for shape in 0..<3 {
        let exact = product(1, .float32, shape), half = product(1, .bfloat16, shape)
        #expect(exact == product(3, .float32, shape))
        #expect(half == product(3, .bfloat16, shape))
        let worst = zip(exact.joined(), half.joined()).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(worst > 0 && worst < 0.2)
      }
    }
  }
}
