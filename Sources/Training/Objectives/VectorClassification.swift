import Kernels
public import Layers

/// A linear head that learns to tell classes of vectors apart: multinomial logistic regression by AdamW.
///
/// What a frozen encoder made of the texts is computed once, before; a step costs the head's two small products.
public final class VectorClassification: TrainingObjective {
  /// A text's vector and its class.
  public struct Example: Sendable, Equatable {
    public var vector: [Float]
    public var label: Int32

    public init(vector: [Float], label: Int32) {
      self.vector = vector
      self.label = label
    }
  }

  public let head: TrainableLinear
  public let groups: [ParameterGroup]

  private let examples, heldOut: [Example]
  private let batch: Int
  private let loss = SoftmaxCrossEntropy()
  private let seed: UInt64

  /// - Throws: ``TrainingError`` where labels or examples cannot be.
  public init(classes: Int, examples: [Example], heldOut: [Example] = [], batch: Int = 64, decay: Float = 1e-3, seed: UInt64 = 0) throws(TrainingError) {
    let width = examples.first?.vector.count ?? 0
    guard classes >= 2, (examples + heldOut).allSatisfy({ $0.label >= 0 && Int($0.label) < classes && $0.vector.count == width }) else {
      throw .badSetting(name: "classes", value: String(classes), allowed: "at least 2, every label below them, and vectors of one length")
    }
    guard width > 0, batch > 0 else { throw .tooLittle("\(examples.count) examples in batches of \(batch)") }
    self.examples = examples
    self.heldOut = heldOut
    self.batch = batch
    self.seed = seed
    // The loss is convex: it needs no drawn beginning.
    let head = TrainableLinear("classifier", inputs: width, outputs: classes)
    self.head = head
    groups = [ParameterGroup([head.weight], decay: decay), ParameterGroup(head.parameters.filter { $0 !== head.weight }, decay: 0)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    var random = SeededGenerator(seed: seed ^ UInt64(step * parts + part) &* 0x9E37_79B9_7F4A_7C15)
    let chosen = (0..<batch).map { _ in examples[Int.random(in: examples.indices, using: &random)] }
    return PartLoss(mean: run(chosen, weight: weight, pass: pass).loss, tokens: batch)
  }

  public func validate(pass: TrainingPass) throws -> Double? {
    heldOut.isEmpty ? nil : run(heldOut, weight: nil, pass: pass).loss
  }

  /// The likeliest class of each vector.
  public func predict(_ vectors: [[Float]], pass: TrainingPass) -> [Int32] {
    vectors.isEmpty ? [] : run(vectors.map { Example(vector: $0, label: 0) }, weight: nil, pass: pass).best
  }

  private func run(_ batch: [Example], weight: Float?, pass: TrainingPass) -> (loss: Double, best: [Int32]) {
    let x = Activations(rows: batch.count, columns: head.inputs), scores = Activations(rows: batch.count, columns: head.outputs)
    x.resize(rows: batch.count, columns: head.inputs)
    for (row, example) in batch.enumerated() { x.set(row: row, to: example.vector) }
    head.forward(x, into: scores, pass: pass)
    let best = (0..<batch.count).map { Int32(VectorMath.indexOfLargest(scores.copy(row: $0).span) ?? 0) }
    let total = loss.forwardBackward(scores, targets: batch.map(\.label), weight: (weight ?? 0) / Float(batch.count), compute: pass.compute)
    if weight != nil { head.backward(scores, input: x, into: nil, pass: pass) }
    return (total / Double(batch.count), best)
  }
}
