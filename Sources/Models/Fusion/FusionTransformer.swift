public import Kernels
public import Layers

/// A small encoder in which everything that a question carries is a token of one width.
///
/// A sequence is the question's own token, then rows of features of each kind (``FusionToken``), projected to one width, each with its kind's vector.
/// What the own token became tells the classes (which relation is asked for, which domain, whether anything answers); what a candidate's token became
/// tells how well it fits beside the others of its sequence. Under two million parameters at the usual shape; float32.
public final class FusionTransformer {
  public let configuration: FusionConfiguration
  private let inputs: [(kind: FusionToken, linear: TrainableLinear)]
  private let kinds: TrainableEmbedding
  private let layers: [TrainableEncoderLayer]
  private let norm: TrainableLayerNorm
  private let classes: [TrainableLinear]
  private let scores: [(kind: FusionToken, linear: TrainableLinear)]

  /// Drawn from the seed. Traps on a shape that ``FusionConfiguration/check()`` refuses: hold one from a file against it first. The scores start at zero, so that what is known of candidates beforehand is what counts at first.
  public init(_ configuration: FusionConfiguration, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = configuration.width
    precondition((try? configuration.check()) != nil, "FusionTransformer: \(width) channels, \(configuration.heads) heads")
    self.configuration = configuration
    inputs = configuration.features.sorted { $0.key < $1.key }.map { ($0, TrainableLinear("\($0)", inputs: $1, outputs: width)) }
    kinds = TrainableEmbedding("kinds", rows: FusionToken.allCases.count, columns: width)
    layers = (0..<configuration.layers).map {
      TrainableEncoderLayer(
        "layer.\($0)", width: width, heads: configuration.heads, intermediate: configuration.intermediate, epsilon: 1e-5, normPlace: .before,
        dropout: configuration.dropout)
    }
    norm = TrainableLayerNorm("norm", width: width, epsilon: 1e-5)
    classes = configuration.classes.enumerated().map { TrainableLinear("classes.\($0)", inputs: width, outputs: $1) }
    scores = configuration.scored.map { ($0, TrainableLinear("score.\($0)", inputs: width, outputs: 1)) }
    for layer in inputs.map(\.linear) + classes + layers.flatMap(\.linears) {
      layer.weight.fillNormally(deviation: 1 / Float(layer.inputs).squareRoot(), using: &random)
    }
    kinds.table.fillNormally(deviation: 0.1, using: &random)
  }

  public var parameters: [Parameter] {
    (inputs + scores).flatMap(\.linear.parameters) + kinds.parameters + layers.flatMap(\.parameters) + norm.parameters + classes.flatMap(\.parameters)
  }

  /// What a forward tells, with what its backward needs. A loss puts the slopes of what was told in its place.
  public final class Memory {
    /// For each head of ``FusionConfiguration/classes`` the logits (B, classes).
    public let classes: [Activations]
    /// For each scored kind (tokens of that kind in the batch, 1), question after question.
    public let scores: [FusionToken: Activations]
    fileprivate let features: [Activations]
    fileprivate let own, normed: Activations
    fileprivate let scored: [(states: Activations, normed: Activations)]
    /// What each layer reads, and last what the layers leave.
    fileprivate let states: [Activations]
    fileprivate var layers: [TrainableEncoderLayer.Memory] = []
    fileprivate private(set) var sequences: [Range<Int>] = []
    fileprivate let kinds: [Int32], places: [FusionToken: [Int]]

    /// Lays out which row is which token of which question.
    fileprivate init(_ batch: [FusionTokens], shape: FusionConfiguration) {
      let present = shape.features.keys.sorted()
      var kinds: [Int32] = [], places: [FusionToken: [Int]] = [:]
      for tokens in batch {
        let start = kinds.count
        kinds.append(FusionToken.question.row)
        for kind in present {
          let count = tokens.rows[kind]?.count ?? 0
          places[kind, default: []] += kinds.count..<kinds.count + count
          kinds += [Int32](repeating: kind.row, count: count)
        }
        sequences.append(start..<kinds.count)
      }
      features = present.map { kind in
        let rows = batch.flatMap { $0.rows[kind] ?? [] }, table = Activations(rows: rows.count, columns: shape.features[kind] ?? 0)
        for (row, values) in rows.enumerated() { table.set(row: row, to: values) }
        return table
      }
      func matrix(_ rows: Int) -> Activations { Activations(rows: rows, columns: shape.width) }
      (own, normed) = (matrix(batch.count), matrix(batch.count))
      let counts = shape.scored.map { places[$0]?.count ?? 0 }
      scored = counts.map { (matrix($0), matrix($0)) }
      states = (0...shape.layers).map { _ in matrix(kinds.count) }
      classes = shape.classes.map { Activations(rows: batch.count, columns: $0) }
      scores = Dictionary(uniqueKeysWithValues: zip(shape.scored, counts).map { ($0, Activations(rows: $1, columns: 1)) })
      (self.kinds, self.places) = (kinds, places)
    }
  }

  /// Reads a batch of questions, each for itself.
  public func forward(_ batch: [FusionTokens], pass: TrainingPass) -> Memory {
    let memory = Memory(batch, shape: configuration)
    let x = memory.states[0], projected = Activations(rows: x.rows, columns: configuration.width)
    kinds.forward(memory.kinds, into: x, adding: true, pass: pass)
    for (input, features) in zip(inputs, memory.features) where features.rows > 0 {
      input.linear.forward(features, into: projected, pass: pass)
      Self.add(projected, to: x, at: memory.places[input.kind] ?? [])
    }
    memory.layers = layers.map { $0.makeMemory(tokens: x.rows) }
    for (index, layer) in layers.enumerated() {
      layer.forward(
        memory.states[index], into: memory.states[index + 1], sequences: memory.sequences, memory: memory.layers[index], pass: pass.part(index))
    }
    let last = memory.states[layers.count]
    if !classes.isEmpty {
      memory.own.gather(memory.sequences.map(\.lowerBound), from: last)
      norm.forward(memory.own, into: memory.normed, pass: pass)
      for (head, logits) in zip(classes, memory.classes) { head.forward(memory.normed, into: logits, pass: pass) }
    }
    for (score, room) in zip(scores, memory.scored) {
      guard let places = memory.places[score.kind], !places.isEmpty, let scores = memory.scores[score.kind] else { continue }
      room.states.gather(places, from: last)
      norm.forward(room.states, into: room.normed, pass: pass)
      score.linear.forward(room.normed, into: scores, pass: pass)
    }
    return memory
  }

  /// Adds to the gradients from the slopes that a loss left in the memory.
  public func backward(_ memory: Memory, pass: TrainingPass) {
    let d = Activations(rows: memory.kinds.count, columns: configuration.width), part = Activations(rows: d.rows, columns: d.columns)
    if !classes.isEmpty {
      for (index, (head, slopes)) in zip(classes, memory.classes).enumerated() {
        head.backward(slopes, input: memory.normed, into: part, adding: index > 0, pass: pass)
      }
      norm.backward(part, input: memory.own, into: part, pass: pass)
      Self.add(part, to: d, at: memory.sequences.map(\.lowerBound))
    }
    for (score, room) in zip(scores, memory.scored) {
      guard let places = memory.places[score.kind], !places.isEmpty, let slope = memory.scores[score.kind] else { continue }
      score.linear.backward(slope, input: room.normed, into: part, pass: pass)
      norm.backward(part, input: room.states, into: part, pass: pass)
      Self.add(part, to: d, at: places)
    }
    for (index, layer) in layers.enumerated().reversed() {
      layer.backward(d, input: memory.states[index], sequences: memory.sequences, memory: memory.layers[index], pass: pass.part(index))
    }
    kinds.backward(d, indices: memory.kinds, pass: pass)
    for (input, features) in zip(inputs, memory.features) where features.rows > 0 {
      part.gather(memory.places[input.kind] ?? [], from: d)
      input.linear.backward(part, input: features, into: nil, pass: pass)
    }
  }

  private static func add(_ rows: Activations, to x: Activations, at places: [Int]) {
    for (index, place) in places.enumerated() {
      for c in 0..<x.columns { x[place, c] += rows[index, c] }
    }
  }
}
