public import Kernels
public import Layers

/// A small encoder in which everything that a question carries is a token of one width.
///
/// A sequence is the question's own token, the states of its words, then the things it names, each with its modality's vector. From the own token comes
/// how likely each relation is asked for. Under a million parameters at the usual shape; float32.
public final class FusionTransformer {
  public let configuration: FusionConfiguration
  private let words: TrainableLinear
  private let entities: TrainableLinear?
  private let modalities: TrainableEmbedding
  private let layers: [TrainableEncoderLayer]
  private let norm: TrainableLayerNorm
  private let relations: TrainableLinear

  /// What one question brings: rows of states, and rows of features of the things it names.
  public struct Tokens: Sendable {
    public var words: [[Float]]
    public var entities: [[Float]]

    public init(words: [[Float]], entities: [[Float]]) {
      self.words = words
      self.entities = entities
    }
  }

  /// Drawn from the seed.
  public init(_ configuration: FusionConfiguration, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = configuration.width
    self.configuration = configuration
    words = TrainableLinear("words", inputs: configuration.wordWidth, outputs: width)
    entities = configuration.entityWidth > 0 ? TrainableLinear("entities", inputs: configuration.entityWidth, outputs: width) : nil
    modalities = TrainableEmbedding("modalities", rows: 3, columns: width)
    layers = (0..<configuration.layers).map {
      TrainableEncoderLayer(
        "layer.\($0)", width: width, heads: configuration.heads, intermediate: configuration.intermediate, epsilon: 1e-5, normPlace: .before,
        dropout: configuration.dropout)
    }
    norm = TrainableLayerNorm("norm", width: width, epsilon: 1e-5)
    relations = TrainableLinear("relations", inputs: width, outputs: configuration.relations)
    for layer in [words, relations] + (entities.map { [$0] } ?? []) + layers.flatMap(\.linears) {
      layer.weight.fillNormally(deviation: 1 / Float(layer.inputs).squareRoot(), using: &random)
    }
    modalities.table.fillNormally(deviation: 0.1, using: &random)
  }

  public var parameters: [Parameter] {
    words.parameters + (entities?.parameters ?? []) + modalities.parameters + layers.flatMap(\.parameters) + norm.parameters + relations.parameters
  }

  /// What a forward leaves for its backward.
  public final class Memory {
    fileprivate let wordStates, entityFeatures, own, normed: Activations
    /// What each layer reads, and last what the layers leave.
    fileprivate let states: [Activations]
    fileprivate var layers: [TrainableEncoderLayer.Memory] = []
    fileprivate private(set) var kinds: [Int32] = [], sequences: [Range<Int>] = [], wordRows: [Int] = [], entityRows: [Int] = []

    /// Lays out which row is which token of which question.
    fileprivate init(_ batch: [Tokens], shape: FusionConfiguration) {
      for tokens in batch {
        let start = kinds.count
        kinds.append(Modality.question.rawValue)
        wordRows += kinds.count..<kinds.count + tokens.words.count
        kinds += [Int32](repeating: Modality.word.rawValue, count: tokens.words.count)
        if shape.entityWidth > 0 {
          entityRows += kinds.count..<kinds.count + tokens.entities.count
          kinds += [Int32](repeating: Modality.entity.rawValue, count: tokens.entities.count)
        }
        sequences.append(start..<kinds.count)
      }
      func table(_ rows: [[Float]], _ columns: Int) -> Activations {
        let table = Activations(rows: rows.count, columns: columns)
        for (index, row) in rows.enumerated() { table.set(row: index, to: row) }
        return table
      }
      wordStates = table(batch.flatMap(\.words), shape.wordWidth)
      entityFeatures = table(entityRows.isEmpty ? [] : batch.flatMap(\.entities), shape.entityWidth)
      (own, normed) = (Activations(rows: batch.count, columns: shape.width), Activations(rows: batch.count, columns: shape.width))
      let tokens = kinds.count
      states = (0...shape.layers).map { _ in Activations(rows: tokens, columns: shape.width) }
    }
  }

  private enum Modality: Int32 { case question, word, entity }

  /// The logits (B, R) of the relation that each question asks for.
  public func forward(_ batch: [Tokens], into logits: Activations, pass: TrainingPass) -> Memory {
    let memory = Memory(batch, shape: configuration)
    let x = memory.states[0], projected = Activations(rows: x.rows, columns: configuration.width)
    modalities.forward(memory.kinds, into: x, adding: true, pass: pass)
    words.forward(memory.wordStates, into: projected, pass: pass)
    Self.add(projected, to: x, at: memory.wordRows)
    if let entities, !memory.entityRows.isEmpty {
      entities.forward(memory.entityFeatures, into: projected, pass: pass)
      Self.add(projected, to: x, at: memory.entityRows)
    }
    memory.layers = layers.map { $0.makeMemory(tokens: x.rows) }
    for (index, layer) in layers.enumerated() {
      layer.forward(
        memory.states[index], into: memory.states[index + 1], sequences: memory.sequences, memory: memory.layers[index], pass: pass.part(index))
    }
    memory.own.gather(memory.sequences.map(\.lowerBound), from: memory.states[layers.count])
    norm.forward(memory.own, into: memory.normed, pass: pass)
    relations.forward(memory.normed, into: logits, pass: pass)
    return memory
  }

  /// Adds to the gradients from the logits' slopes (B, R).
  public func backward(_ slopes: Activations, memory: Memory, pass: TrainingPass) {
    let own = Activations(rows: slopes.rows, columns: configuration.width), d = Activations(rows: memory.kinds.count, columns: configuration.width)
    relations.backward(slopes, input: memory.normed, into: own, pass: pass)
    norm.backward(own, input: memory.own, into: own, pass: pass)
    Self.add(own, to: d, at: memory.sequences.map(\.lowerBound))
    for (index, layer) in layers.enumerated().reversed() {
      layer.backward(d, input: memory.states[index], sequences: memory.sequences, memory: memory.layers[index], pass: pass.part(index))
    }
    modalities.backward(d, indices: memory.kinds, pass: pass)
    let part = Activations(rows: d.rows, columns: d.columns)
    part.gather(memory.wordRows, from: d)
    words.backward(part, input: memory.wordStates, into: nil, pass: pass)
    if let entities, !memory.entityRows.isEmpty {
      part.gather(memory.entityRows, from: d)
      entities.backward(part, input: memory.entityFeatures, into: nil, pass: pass)
    }
  }

  private static func add(_ rows: Activations, to x: Activations, at places: [Int]) {
    for (index, place) in places.enumerated() {
      for c in 0..<x.columns { x[place, c] += rows[index, c] }
    }
  }
}
