import Glibc
import Kernels
public import Layers
public import Models

/// An encoder that learns from plain text: to fill in words that were masked, and to tell whether one stretch follows another.
///
/// Of the tokens 15 % are asked for; of those 80 % are masked, 10 % replaced and 10 % left. Half of the pairs are neighbours, the other
/// half from two places. The words' table scores what is filled in. Source: Devlin et al. 2019. A step costs the encoder's, and
/// 6·M·C·V operations for M asked tokens.
public final class MaskedWords: TrainingObjective {
  /// Ids of the tokens that are no words.
  public struct Marks: Sendable, Equatable {
    public var beginning, separator, mask: Int32
    /// Ids from here on are drawn where a token is replaced.
    public var firstWord: Int32

    public init(beginning: Int32, separator: Int32, mask: Int32, firstWord: Int32) {
      self.beginning = beginning
      self.separator = separator
      self.mask = mask
      self.firstWord = firstWord
    }
  }

  /// The mean losses of the two tasks, in nats, and how often the second was right.
  public struct Losses: Sendable, Equatable {
    public var words, next, nextAccuracy: Double
  }

  private struct Example {
    var tokens, types: [Int32]
    /// Asked places and what stood there.
    var asked: [(place: Int, token: Int32)]
    var isNext: Bool
  }

  public let encoder: TrainableBERT
  public let groups: [ParameterGroup]
  /// Pairs that are trained on, and those that are held out.
  public let pairCount, heldOutCount: Int
  /// What stands on the encoder: `cls.…` and `bert.pooler.…` as BERT's files call it.
  public let heads: [Parameter]

  private let transform, output, pooler, next: TrainableLinear
  private let norm: TrainableLayerNorm
  private let documents: [[Int32]]
  private let pairs: [(document: Int, start: Int)]
  private var heldOut: [Example] = []
  private let marks: Marks
  private let half, batch: Int
  private let seed: UInt64

  /// - Parameters:
  ///   - documents: token ids without marks.
  ///   - length: tokens of a pair with its three marks.
  ///   - batch: pairs of one part of a step.
  ///   - heldOut: the share of the pairs, the last ones, that is not trained on.
  /// - Throws: ``TrainingError/tooLittle(_:)`` where there are not ten pairs.
  public init(
    _ encoder: TrainableBERT, documents: [[Int32]], marks: Marks, length: Int = 64, batch: Int = 16, heldOut share: Double = 0.1, decay: Float = 0.01,
    seed: UInt64 = 0
  ) throws(TrainingError) {
    guard length >= 9, length <= encoder.configuration.positions, batch > 0, encoder.configuration.tokenTypes > 1 else {
      throw .badSetting(name: "length", value: String(length), allowed: "9 to \(encoder.configuration.positions)")
    }
    let half = (length - 3) / 2
    let all = documents.enumerated().flatMap { number, tokens in
      stride(from: 0, through: tokens.count - 2 * half, by: half).map { (document: number, start: $0) }
    }
    guard all.count >= 10 else { throw .tooLittle("\(all.count) pairs of \(2 * half) tokens; at least 10 are needed") }
    let held = max(1, Int((Double(all.count) * share).rounded()))
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
    self.documents = documents
    self.marks = marks
    self.half = half
    self.batch = batch
    self.seed = seed
    pairs = Array(all.dropLast(held))
    (pairCount, heldOutCount) = (all.count - held, held)
    // Always the same questions, so that what is held out can be compared from one judging to the next.
    var drawing = SeededGenerator(seed: seed ^ 0x5EED)
    heldOut = all.suffix(held).map { example($0, among: Array(all.suffix(held)), &drawing) }
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    var random = SeededGenerator(seed: seed ^ UInt64(step * parts + part + 1) &* 0x9E37_79B9_7F4A_7C15)
    let chosen = (0..<batch).map { _ in example(pairs[Int.random(in: pairs.indices, using: &random)], among: pairs, &random) }
    let losses = run(chosen, weight: weight, pass: pass)
    return PartLoss(mean: losses.words + losses.next, tokens: chosen.reduce(0) { $0 + $1.tokens.count })
  }

  public func validate(pass: TrainingPass) throws -> Double? {
    let losses = judge(pass: pass)
    return losses.words + losses.next
  }

  /// Both tasks on what is held out.
  public func judge(pass: TrainingPass) -> Losses {
    var total = Losses(words: 0, next: 0, nextAccuracy: 0)
    for start in stride(from: 0, to: heldOut.count, by: batch) {
      let some = Array(heldOut[start..<min(start + batch, heldOut.count)]), losses = run(some, weight: nil, pass: pass)
      let share = Double(some.count) / Double(heldOut.count)
      total.words += share * losses.words
      total.next += share * losses.next
      total.nextAccuracy += share * losses.nextAccuracy
    }
    return total
  }

  private func example(_ pair: (document: Int, start: Int), among pairs: [(document: Int, start: Int)], _ random: inout SeededGenerator) -> Example {
    let first = documents[pair.document][pair.start..<pair.start + half]
    let isNext = Bool.random(using: &random)
    var other = (pair.document, pair.start + half)
    if !isNext {
      let drawn = pairs[Int.random(in: pairs.indices, using: &random)]
      other = (drawn.document, drawn.start)
    }
    let second = documents[other.0][other.1..<other.1 + half]
    var tokens = [marks.beginning] + first + [marks.separator] + second + [marks.separator]
    let types = [Int32](repeating: 0, count: half + 2) + [Int32](repeating: 1, count: half + 1)
    let places = (Array(1...half) + Array(half + 2...2 * half + 1)).shuffled(using: &random)
    var asked: [(place: Int, token: Int32)] = []
    for place in places.prefix(max(1, places.count * 15 / 100)).sorted() {
      asked.append((place, tokens[place]))
      let draw = random.unit()
      if draw < 0.8 {
        tokens[place] = marks.mask
      } else if draw < 0.9 {
        tokens[place] = Int32.random(in: marks.firstWord..<Int32(encoder.configuration.vocabulary), using: &random)
      }
    }
    return Example(tokens: tokens, types: types, asked: asked, isNext: isNext)
  }

  private func run(_ batch: [Example], weight: Float?, pass: TrainingPass) -> Losses {
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
    let right = batch.indices.count { (answers[$0, 1] > answers[$0, 0]) == batch[$0].isNext }
    let following = entropy.forwardBackward(
      answers, targets: batch.map { $0.isNext ? 1 : 0 }, weight: (weight ?? 0) / Float(batch.count), compute: compute)
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
