import Kernels
import Layers
import Training

/// A small network that learns a function of two numbers: enough for everything that a loop does.
final class PolynomialObjective: TrainingObjective {
  let first: TrainableLinear, second: TrainableLinear
  private let dropout = Dropout(0.1)
  /// The step from which the loss is no number.
  var breaksAt = Int.max

  init() {
    var random = SeededGenerator(seed: 5)
    first = TrainableLinear("first", inputs: 2, outputs: 24)
    second = TrainableLinear("second", inputs: 24, outputs: 1)
    first.weight.fillNormally(deviation: 1, using: &random)
    second.weight.fillNormally(deviation: 0.2, using: &random)
  }

  var groups: [ParameterGroup] { ParameterGroup.usual(first.parameters + second.parameters, decay: 0.01) }

  func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    PartLoss(mean: step >= breaksAt ? .nan : run(seed: UInt64(step * parts + part + 1), rows: 32, weight: weight, pass: pass), tokens: 32)
  }

  func validate(pass: TrainingPass) throws -> Double? { run(seed: 1 << 40, rows: 64, weight: nil, pass: pass) }

  private func run(seed: UInt64, rows: Int, weight: Float?, pass: TrainingPass) -> Double {
    var random = SeededGenerator(seed: seed)
    let x = Activations(rows: rows, columns: 2), before = Activations(rows: rows, columns: 24)
    let hidden = Activations(rows: rows, columns: 24), y = Activations(rows: rows, columns: 1), d = Activations(rows: rows, columns: 24)
    var wanted: [Float] = []
    for t in 0..<rows {
      let (a, b) = (2 * Float(random.unit()) - 1, 2 * Float(random.unit()) - 1)
      x.set(row: t, to: [a, b])
      wanted.append(a * b + 0.5 * a)
    }
    first.forward(x, into: before, pass: pass)
    hidden.gather(Array(0..<rows), from: before)
    GELU.apply(to: hidden, compute: pass.compute)
    dropout.apply(to: hidden, pass: pass)
    second.forward(hidden, into: y, pass: pass)
    var loss = 0.0
    for t in 0..<rows {
      let difference = y[t, 0] - wanted[t]
      loss += Double(difference * difference) / Double(rows)
      y[t, 0] = 2 * difference / Float(rows) * (weight ?? 0)
    }
    guard weight != nil else { return loss }
    second.backward(y, input: hidden, into: d, pass: pass)
    dropout.apply(to: d, pass: pass)
    GELU.backward(d, input: before, compute: pass.compute)
    first.backward(d, input: x, into: nil, pass: pass)
    return loss
  }

  var values: [[Float]] { (first.parameters + second.parameters).map(\.elements) }
}
