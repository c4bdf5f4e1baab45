public import Kernels
public import Layers
public import Weights

/// A BERT encoder in float32 with a backward: to fine-tune whole, or to pre-train a small one from nothing.
///
/// Dropout is BERT's: of what enters and leaves each sublayer, and of attention's probabilities. Parameters have the names of BERT's files, so that what was trained is read by ``BERTEncoder`` again. They take 16 bytes an
/// element while they are trained, the optimiser counted; freeze some with ``Parameter/isTrained``. A token of the batch takes, a layer,
/// 4·(10·C + 2·F) bytes, or with `recomputes` 4·C and the forward of every layer runs twice. Not locked: one training at a
/// time. Source: Devlin et al. 2019.
public final class TrainableBERT {
  public let configuration: BERTConfiguration
  public let words, positions, types: TrainableEmbedding
  public let embeddingNorm: TrainableLayerNorm
  public let layers: [TrainableEncoderLayer]
  /// Whether layers are computed again in the backward instead of keeping what they computed.
  public var recomputes = false

  private let dropout: Dropout
  private var room: Room?
  private var tokens: [Int32] = []
  private var places: [Int32] = []
  private var kinds: [Int32] = []
  /// The rows of each sequence of the last forward.
  public private(set) var sequences: [Range<Int>] = []

  /// Drawn anew from a seed.
  public init(_ configuration: BERTConfiguration, dropout: Float = 0.1, seed: UInt64 = 0) {
    self.configuration = configuration
    let c = configuration.width
    words = TrainableEmbedding("embeddings.word_embeddings.weight", rows: configuration.vocabulary, columns: c)
    positions = TrainableEmbedding("embeddings.position_embeddings.weight", rows: configuration.positions, columns: c)
    types = TrainableEmbedding("embeddings.token_type_embeddings.weight", rows: configuration.tokenTypes, columns: c)
    embeddingNorm = TrainableLayerNorm("embeddings.LayerNorm", width: c, epsilon: configuration.epsilon)
    layers = (0..<configuration.layers).map {
      TrainableEncoderLayer(
        "encoder.layer.\($0)", width: c, heads: configuration.heads, intermediate: configuration.intermediate, epsilon: configuration.epsilon,
        dropout: dropout, attentionDropout: dropout)
    }
    self.dropout = Dropout(dropout)
    var random = SeededGenerator(seed: seed)
    for embedding in [words, positions, types] { embedding.table.fillNormally(deviation: 0.02, using: &random) }
    for layer in layers { layer.fill(using: &random) }
  }

  /// From `config.json` and `model.safetensors` in a folder.
  ///
  /// - Throws: ``WeightFileError`` naming the file.
  public convenience init(folder: String, dropout: Float = 0.1) throws(WeightFileError) {
    self.init(try BERTConfiguration(path: folder + "/config.json"), dropout: dropout)
    let file = try SafetensorsFile(path: folder + "/model.safetensors")
    for parameter in parameters {
      let tensor = try file.tensor(parameter.name, shape: parameter.rows == 1 && !parameter.name.hasSuffix("embeddings.weight") ? [parameter.columns] : [parameter.rows, parameter.columns])
      parameter.fill(with: try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path))
    }
  }

  public var parameters: [Parameter] {
    words.parameters + positions.parameters + types.parameters + embeddingNorm.parameters + layers.flatMap(\.parameters)
  }

  /// The weights as a file has them.
  public func write(to path: String) throws(WeightFileError) {
    var matrices: [String: SafetensorsFile.Matrix] = [:]
    for parameter in parameters {
      matrices[parameter.name] = .init(
        rows: parameter.rows, columns: parameter.columns, values: parameter.elements,
        isVector: parameter.rows == 1 && !parameter.name.hasSuffix("embeddings.weight"))
    }
    try SafetensorsFile.write(matrices, to: path)
  }

  /// The states (T, C) of all sequences, one after the other; they are the model's own and last until the next forward.
  ///
  /// - Parameters:
  ///   - batch: token ids inside the vocabulary with their `[CLS]` and `[SEP]`, none empty or longer than the positions.
  ///   - given: the type of each token, where there are pairs; 0 for all when nil.
  public func forward(_ batch: [[Int32]], types given: [[Int32]]? = nil, pass: TrainingPass) -> Activations {
    tokens = batch.flatMap { $0 }
    kinds = given?.flatMap { $0 } ?? [Int32](repeating: 0, count: tokens.count)
    precondition(kinds.count == tokens.count, "TrainableBERT: \(kinds.count) types for \(tokens.count) tokens")
    places = batch.flatMap { (0..<Int32($0.count)).map { $0 } }
    var start = 0
    sequences = batch.map { sequence in
      precondition(!sequence.isEmpty && sequence.count <= configuration.positions, "TrainableBERT: \(sequence.count) tokens")
      defer { start += sequence.count }
      return start..<start + sequence.count
    }
    let room = room(for: tokens.count)
    words.forward(tokens, into: room.sum, pass: pass)
    positions.forward(places, into: room.sum, adding: true, pass: pass)
    types.forward(kinds, into: room.sum, adding: true, pass: pass)
    embeddingNorm.forward(room.sum, into: room.states[0], pass: pass)
    dropout.apply(to: room.states[0], pass: pass.part(-1))
    for (index, layer) in layers.enumerated() {
      layer.forward(room.states[index], into: room.states[index + 1], sequences: sequences, memory: room.memory(recomputes ? 0 : index), pass: pass.part(index))
    }
    return room.states[layers.count]
  }

  /// The backward of the last forward.
  ///
  /// - Parameter d: (T, C) slopes of the states; used up.
  public func backward(_ d: Activations, pass: TrainingPass) {
    guard let room else { return }
    // Below the lowest trained layer nothing is left to do.
    let embeds = (words.parameters + positions.parameters + types.parameters + embeddingNorm.parameters).contains(where: \.isTrained)
    let lowest = embeds ? 0 : layers.firstIndex { $0.parameters.contains(where: \.isTrained) } ?? layers.count
    for index in stride(from: layers.count - 1, through: lowest, by: -1) {
      let memory = room.memory(recomputes ? 0 : index)
      // The last one's computation is in the memory still; of the others the result, which lies above, is not needed again.
      if recomputes, index < layers.count - 1 {
        layers[index].forward(room.states[index], into: room.states[index + 1], sequences: sequences, memory: memory, pass: pass.part(index))
      }
      layers[index].backward(d, input: room.states[index], sequences: sequences, memory: memory, pass: pass.part(index))
    }
    guard embeds else { return }
    dropout.apply(to: d, pass: pass.part(-1))
    embeddingNorm.backward(d, input: room.sum, into: d, pass: pass)
    words.backward(d, indices: tokens, pass: pass)
    positions.backward(d, indices: places, pass: pass)
    types.backward(d, indices: kinds, pass: pass)
  }

  /// The mean of each sequence's states: `y` becomes (sequences, C).
  public func mean(of states: Activations, into y: Activations, compute: Compute) {
    y.resize(rows: sequences.count, columns: states.columns)
    compute.clear(y.matrix)
    for (i, rows) in sequences.enumerated() {
      for row in rows { compute.add(states.matrix.rows(row..<row + 1), weight: 1 / Float(rows.count), to: y.matrix.rows(i..<i + 1)) }
    }
  }

  /// The backward of ``mean(of:into:compute:)``: `d` becomes (T, C).
  public func meanBackward(_ dy: Activations, into d: Activations, compute: Compute) {
    d.resize(rows: tokens.count, columns: dy.columns)
    compute.clear(d.matrix)
    for (i, rows) in sequences.enumerated() {
      for row in rows { compute.add(dy.matrix.rows(i..<i + 1), weight: 1 / Float(rows.count), to: d.matrix.rows(row..<row + 1)) }
    }
  }

  private func room(for tokens: Int) -> Room {
    if let room, room.tokens >= tokens { return room }
    let fresh = Room(tokens: tokens, layers: layers, width: configuration.width)
    room = fresh
    return fresh
  }

  /// What a batch computes in, kept for the next one. Memory that is not used is never committed.
  private final class Room {
    let tokens: Int
    let sum: Activations
    let states: [Activations]
    private let layers: [TrainableEncoderLayer]
    private var memories: [TrainableEncoderLayer.Memory?]

    init(tokens: Int, layers: [TrainableEncoderLayer], width: Int) {
      self.tokens = tokens
      sum = Activations(rows: tokens, columns: width)
      states = (0...layers.count).map { _ in Activations(rows: tokens, columns: width) }
      self.layers = layers
      memories = Array(repeating: nil, count: layers.count)
    }

    func memory(_ index: Int) -> TrainableEncoderLayer.Memory {
      if let memory = memories[index] { return memory }
      let fresh = layers[index].makeMemory(tokens: tokens)
      memories[index] = fresh
      return fresh
    }
  }
}
