import Kernels
public import Layers
public import Models

/// An encoder with a linear head over the mean of its states that learns to tell classes of texts apart.
///
/// Whole, or with the encoder frozen (the head alone, which costs the encoder's forward). Source of the recipe: Devlin et al. 2019;
/// the mean instead of `[CLS]` because the sentence encoders that are used here were trained on it.
public final class SequenceClassification: TrainingObjective {
  /// A text's tokens and its class.
  public struct Example: Sendable, Equatable {
    public var tokens: [Int32]
    public var label: Int32

    public init(tokens: [Int32], label: Int32) {
      self.tokens = tokens
      self.label = label
    }
  }

  public let encoder: TrainableBERT
  public let head: TrainableLinear
  public let groups: [ParameterGroup]

  private let examples, heldOut: [Example]
  private let batch: Int
  private let loss: SoftmaxCrossEntropy
  private let dropout = Dropout(0.1)
  private let seed: UInt64
  private let trainsEncoder: Bool

  /// - Parameters:
  ///   - batch: texts of one part of a step.
  ///   - smoothing: label smoothing.
  ///   - headRate: the head's rate as a multiple of the encoder's.
  /// - Throws: ``TrainingError`` where labels or examples cannot be.
  public init(
    _ encoder: TrainableBERT, classes: Int, examples: [Example], heldOut: [Example] = [], batch: Int = 16, smoothing: Float = 0,
    trainsEncoder: Bool = true, headRate: Float = 10, decay: Float = 0.01, seed: UInt64 = 0
  ) throws(TrainingError) {
    guard classes >= 2, (examples + heldOut).allSatisfy({ $0.label >= 0 && Int($0.label) < classes && !$0.tokens.isEmpty }) else {
      throw .badSetting(name: "classes", value: String(classes), allowed: "at least 2, and every label below them")
    }
    guard !examples.isEmpty, batch > 0 else { throw .tooLittle("\(examples.count) examples in batches of \(batch)") }
    self.encoder = encoder
    self.examples = examples
    self.heldOut = heldOut
    self.batch = batch
    self.seed = seed
    self.trainsEncoder = trainsEncoder
    loss = SoftmaxCrossEntropy(smoothing: smoothing)
    head = TrainableLinear("classifier", inputs: encoder.configuration.width, outputs: classes)
    var random = SeededGenerator(seed: seed)
    head.weight.fillNormally(deviation: 0.02, using: &random)
    let own = ParameterGroup(head.parameters, rateFactor: trainsEncoder ? headRate : 1, decay: decay)
    groups = trainsEncoder ? ParameterGroup.usual(encoder.parameters, decay: decay) + [own] : [own]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    var random = SeededGenerator(seed: seed ^ UInt64(step * parts + part) &* 0x9E37_79B9_7F4A_7C15)
    let chosen = (0..<batch).map { _ in examples[Int.random(in: examples.indices, using: &random)] }
    return PartLoss(mean: run(chosen, weight: weight, pass: pass).loss, tokens: chosen.reduce(0) { $0 + $1.tokens.count })
  }

  public func validate(pass: TrainingPass) throws -> Double? {
    if heldOut.isEmpty { return nil }
    var total = 0.0
    for start in stride(from: 0, to: heldOut.count, by: batch) {
      let some = Array(heldOut[start..<min(start + batch, heldOut.count)])
      total += run(some, weight: nil, pass: pass).loss * Double(some.count)
    }
    return total / Double(heldOut.count)
  }

  /// The likeliest class of each text.
  public func predict(_ texts: [[Int32]], pass: TrainingPass) -> [Int32] {
    stride(from: 0, to: texts.count, by: batch).flatMap { start in
      run(texts[start..<min(start + batch, texts.count)].map { Example(tokens: $0, label: 0) }, weight: nil, pass: pass).best
    }
  }

  private func run(_ batch: [Example], weight: Float?, pass: TrainingPass) -> (loss: Double, best: [Int32]) {
    let compute = pass.compute, states = encoder.forward(batch.map(\.tokens), pass: pass), width = states.columns
    let pooled = Activations(rows: batch.count, columns: width), scores = Activations(rows: batch.count, columns: head.outputs)
    encoder.mean(of: states, into: pooled, compute: compute)
    dropout.apply(to: pooled, pass: pass.part(-2))
    head.forward(pooled, into: scores, pass: pass)
    let best = (0..<batch.count).map { Int32(VectorMath.indexOfLargest(scores.copy(row: $0).span) ?? 0) }
    let total = loss.forwardBackward(scores, targets: batch.map(\.label), weight: (weight ?? 0) / Float(batch.count), compute: compute)
    guard weight != nil else { return (total / Double(batch.count), best) }
    let slopes = Activations(rows: batch.count, columns: width)
    head.backward(scores, input: pooled, into: trainsEncoder ? slopes : nil, pass: pass)
    if trainsEncoder {
      dropout.apply(to: slopes, pass: pass.part(-2))
      let d = Activations(rows: states.rows, columns: width)
      encoder.meanBackward(slopes, into: d, compute: compute)
      encoder.backward(d, pass: pass)
    }
    return (total / Double(batch.count), best)
  }
}
