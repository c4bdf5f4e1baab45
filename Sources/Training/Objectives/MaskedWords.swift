import Glibc
import Kernels
public import Layers
public import Models

/// An encoder that learns from plain text: to fill in words that were masked, and to tell whether one stretch follows another.
///
/// The words' table scores what is filled in; the beginning's state, through the pooler, tells what follows, class 0 as in BERT. A step costs
/// the encoder's, and 6·M·C·V operations for M asked tokens. Source: Devlin et al. 2019.
public final class MaskedWords: TrainingObjective {
  /// The mean losses of the two tasks, in nats, and how often the second was right.
  public struct Losses: Sendable, Equatable {
    public var words, next, nextAccuracy: Double
  }

  /// Places that are judged each time: twice as many pairs, whose share of right answers has a standard error of .02 by itself.
  private static let mostJudged = 256

  public let encoder: TrainableBERT
  public let groups: [ParameterGroup]
  public let pairs: TextPairs
  /// What stands on the encoder: `cls.…` and `bert.pooler.…` as BERT's files call it.
  public let heads: [Parameter]

  private let transform, output, pooler, next: TrainableLinear
  private let norm: TrainableLayerNorm
  private let heldOut: [TextPair]
  private let batch: Int
  private let nextWeight: Float
  private let seed: UInt64

  /// - Parameters:
  ///   - documents: token ids without marks.
  ///   - length: tokens of a pair with its three marks.
  ///   - batch: pairs of one part of a step.
  ///   - heldOut: the share of the pairs, the last ones, that is not trained on.
  ///   - nextWeight: what the second task counts beside the first.
  /// - Throws: ``TrainingError/tooLittle(_:)`` where there are not ten pairs.
  public init(
    _ encoder: TrainableBERT, documents: [[Int32]], marks: TextPairs.Marks, length: Int = 64, batch: Int = 16, heldOut share: Double = 0.1,
    nextWeight: Float = 1, decay: Float = 0.01, seed: UInt64 = 0
  ) throws(TrainingError) {
    guard length >= 9, length <= encoder.configuration.positions, batch > 0, encoder.configuration.tokenTypes > 1 else {
      throw .badSetting(name: "length", value: String(length), allowed: "9 to \(encoder.configuration.positions)")
    }
    pairs = try TextPairs(documents, marks: marks, vocabulary: encoder.configuration.vocabulary, length: length, heldOut: share)
    let (c, v) = (encoder.configuration.width, encoder.configuration.vocabulary)
    transform = TrainableLinear("cls.predictions.transform.dense", inputs: c, outputs: c)
    norm = TrainableLayerNorm("cls.predictions.transform.LayerNorm", width: c, epsilon: encoder.configuration.epsilon)
    output = TrainableLinear(weight: encoder.words.table, bias: Parameter("cls.predictions.bias", columns: v))
    pooler = TrainableLinear("bert.pooler.dense", inputs: c, outputs: c)
    next = TrainableLinear("cls.seq_relationship", inputs: c, outputs: 2)
    var random = SeededGenerator(seed: seed &+ 1)
    for linear in [transform, pooler, next] { linear.weight.fillNormally(deviation: 0.02, using: &random) }
    heads = transform.parameters + norm.parameters + (output.bias.map { [$0] } ?? []) + pooler.parameters + next.parameters
    groups = ParameterGroup.usual(encoder.parameters + heads, decay: decay)
    self.encoder = encoder
    self.batch = batch
    self.nextWeight = nextWeight
    self.seed = seed
    // Always the same questions, so that what is held out can be compared from one judging to the next.
    var drawing = SeededGenerator(seed: seed ^ 0x5EED)
    heldOut = pairs.heldOut(places: Self.mostJudged, using: &drawing)
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let turn = step * parts + part
    var random = SeededGenerator(seed: seed ^ UInt64(turn + 1) &* 0x9E37_79B9_7F4A_7C15)
    let chosen = pairs.drawn(batch, turn: turn, using: &random), losses = forwardBackward(chosen, weight: weight, pass: pass)
    return PartLoss(mean: total(losses), tokens: chosen.reduce(0) { $0 + $1.tokens.count })
  }

  private func total(_ losses: Losses) -> Double { losses.words + Double(nextWeight) * losses.next }

  public func validate(pass: TrainingPass) throws -> Double? {
    total(judge(pass: pass))
  }

  /// Pairs that ``judge(pass:)`` asks.
  public var judgedCount: Int { heldOut.count }

  /// Both tasks on what is held out, at most 512 pairs, half of which follow.
  public func judge(pass: TrainingPass) -> Losses {
    var total = Losses(words: 0, next: 0, nextAccuracy: 0)
    for start in stride(from: 0, to: heldOut.count, by: batch) {
      let some = Array(heldOut[start..<min(start + batch, heldOut.count)]), losses = forwardBackward(some, weight: nil, pass: pass)
      let share = Double(some.count) / Double(heldOut.count)
      total.words += share * losses.words
      total.next += share * losses.next
      total.nextAccuracy += share * losses.nextAccuracy
    }
    return total
  }

  /// The losses of some pairs; unless `weight` is nil, the gradients grow by that many times the slopes of the mean losses' sum.
  public func forwardBackward(_ batch: [TextPair], weight: Float?, pass: TrainingPass) -> Losses {
    let compute = pass.compute, entropy = SoftmaxCrossEntropy()
    let states = encoder.forward(batch.map(\.tokens), types: batch.map(\.types), pass: pass), width = states.columns
    var asked: [Int] = [], targets: [Int32] = [], beginnings: [Int] = [], start = 0
    for example in batch {
      beginnings.append(start)
      asked += example.asked.map { start + $0.place }
      targets += example.asked.map(\.token)
      start += example.tokens.count
    }
    let d = Activations(rows: states.rows, columns: width)
    if weight != nil {
      d.resize(rows: states.rows, columns: width)
      compute.clear(d.matrix)
    }

    let seen = Activations(rows: asked.count, columns: width), before = Activations(rows: asked.count, columns: width)
    let bent = Activations(rows: asked.count, columns: width), normed = Activations(rows: asked.count, columns: width)
    let scores = Activations(rows: asked.count, columns: output.outputs)
    seen.gather(asked, from: states)
    transform.forward(seen, into: before, pass: pass)
    bent.copy(from: before)
    GELU.apply(to: bent, compute: compute)
    norm.forward(bent, into: normed, pass: pass)
    output.forward(normed, into: scores, pass: pass)
    let words = entropy.forwardBackward(scores, targets: targets, weight: (weight ?? 0) / Float(asked.count), compute: compute)
    if weight != nil {
      output.backward(scores, input: normed, into: normed, pass: pass)
      norm.backward(normed, input: bent, into: normed, pass: pass)
      GELU.backward(normed, input: before, compute: compute)
      transform.backward(normed, input: seen, into: bent, pass: pass)
      scatter(bent, to: d, rows: asked, compute)
    }

    let first = Activations(rows: batch.count, columns: width), pooled = Activations(rows: batch.count, columns: width)
    let answers = Activations(rows: batch.count, columns: 2)
    first.gather(beginnings, from: states)
    pooler.forward(first, into: pooled, pass: pass)
    for row in 0..<pooled.rows { pooled.set(row: row, to: pooled.copy(row: row).map { tanh($0) }) }
    next.forward(pooled, into: answers, pass: pass)
    let right = batch.indices.count { (answers[$0, 0] > answers[$0, 1]) == batch[$0].follows }
    let following = entropy.forwardBackward(
      answers, targets: batch.map { $0.follows ? 0 : 1 }, weight: nextWeight * (weight ?? 0) / Float(batch.count), compute: compute)
    if weight != nil {
      let slopes = Activations(rows: batch.count, columns: width)
      next.backward(answers, input: pooled, into: slopes, pass: pass)
      for row in 0..<slopes.rows { slopes.set(row: row, to: zip(slopes.copy(row: row), pooled.copy(row: row)).map { $0 * (1 - $1 * $1) }) }
      pooler.backward(slopes, input: first, into: pooled, pass: pass)
      scatter(pooled, to: d, rows: beginnings, compute)
      encoder.backward(d, pass: pass)
    }
    return Losses(
      words: words / Double(asked.count), next: following / Double(batch.count), nextAccuracy: Double(right) / Double(batch.count))
  }

  private func scatter(_ slopes: Activations, to d: Activations, rows: [Int], _ compute: Compute) {
    for (i, row) in rows.enumerated() { compute.add(slopes.matrix.rows(i..<i + 1), to: d.matrix.rows(row..<row + 1)) }
  }
}
