import Kernels
import Layers

/// How much of what the registers can do training's matrix products reach: the linear maps of a small decoder's layer at 512
/// tokens, forward and both ways back, beside float32 multiply-adds that never leave the registers.
struct ProductShare {
  /// Outputs and inputs of SmolLM2-135M's maps: queries, keys, values, attention's output, gate, up, contraction.
  private static let shapes = [(576, 576), (192, 576), (192, 576), (576, 576), (1536, 576), (1536, 576), (576, 1536)]
  private static let tokens = 512

  let precision: ProductPrecision
  let compute: Compute

  /// The best of runs that take turns, so that what else the machine does meets both.
  func measure(runs: Int) -> Double {
    let pass = TrainingPass(compute: compute, precision: precision), layers = Self.shapes.map { TrainableLinear("l", inputs: $1, outputs: $0, hasBias: false) }
    var random = SeededGenerator(seed: 1)
    for layer in layers { layer.weight.fillNormally(deviation: 0.1, using: &random) }
    func drawn(_ columns: Int) -> Activations {
      let x = Activations(rows: Self.tokens, columns: columns)
      for row in 0..<Self.tokens { x.set(row: row, to: (0..<columns).map { _ in random.normal() }) }
      return x
    }
    let inputs = layers.map { drawn($0.inputs) }, outputs = layers.map { drawn($0.outputs) }, slopes = layers.map { drawn($0.inputs) }
    let operations = 6 * Double(Self.tokens) * Self.shapes.reduce(0.0) { $0 + Double($1.0 * $1.1) }
    var best = 0.0, peak = 0.0
    for _ in 0..<max(3, runs) {
      peak = max(peak, registerPeak())
      best = max(best, operations / seconds {
        for (index, layer) in layers.enumerated() {
          layer.forward(inputs[index], into: outputs[index], pass: pass)
          layer.backward(outputs[index], input: inputs[index], into: slopes[index], pass: pass)
        }
      })
    }
    return best / peak
  }

  /// Float32 operations a second of all threads together.
  private func registerPeak() -> Double {
    let threads = compute.pool.threadCount, rounds = 400_000
    let kernels = EmbeddingKernels(compute.instructionSet), each = kernels.registerProducts(bfloat: false, rounds: rounds)
    let time = seconds { compute.pool.run(threads * 4) { _ in _ = kernels.registerProducts(bfloat: false, rounds: rounds) } }
    return each * Double(threads * 4) / time
  }
}
