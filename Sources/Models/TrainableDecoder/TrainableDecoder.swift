public import Kernels
public import Layers
public import Tokenizers
import Weights

/// A decoder of the Llama family with a backward: from a file with its weights frozen as they are, to train adapters beside them.
///
/// ```swift
/// let model = try TrainableDecoder(path: "model.gguf", precision: .usual(on: .shared), compute: .shared)
/// model.add(AdapterSettings(rank: 8), seed: 0)
/// let loss = model.forwardBackward([tokens], weight: 1, pass: pass)   // gradients of model.parameters have grown
/// ```
/// Not locked: one training at a time. Weights take their packed bytes and 2 (float32: 4) more a weight for the backward. A token
/// of the batch takes, a layer, 4·(6·C + 2·Hkv·D + 3·F) bytes, or with `recomputes` 4·C and the forward of every layer runs
/// twice. Checked against PyTorch with PEFT (`Tests/Reference/record_adapter.py`).
public final class TrainableDecoder {
  public let path: String
  public let configuration: DecoderConfiguration
  public let tokenizer: BytePairTokenizer
  /// The adapter that was added, if any.
  public private(set) var adapter: AdapterSettings?
  /// The rows in front of every sequence, (N, C), where there are any: see ``addSoftPrompt(initial:)``.
  public private(set) var softPrompt: Parameter?
  /// Whether layers are computed again in the backward instead of keeping what they computed.
  public var recomputes = false

  let layers: [TrainableDecoderLayer]
  private let embedding: TokenEmbedding
  private let outputNorm: TrainableRMSNorm
  private let output: FrozenLinear
  private let rotary: RotaryPositions
  private var room: Room?

  /// Rows of logits that are computed at once.
  private static let logitRows = 128

  /// Loads the weights and lays them out for both directions.
  ///
  /// - Throws: as ``DecoderModel/init(path:compute:)``.
  public init(path: String, precision: ProductPrecision, compute: Compute) throws {
    let file = try GGUFFile(path: path)
    let shape = try DecoderConfiguration(file)
    let source = DecoderWeights(file: file, compute: compute)
    tokenizer = try DecoderModel.tokenizer(of: file)
    let table = try source.matrix("token_embd.weight", rows: shape.vocabulary, columns: shape.width)
    embedding = TokenEmbedding(table: table)
    func norm(_ name: String) throws -> TrainableRMSNorm {
      let norm = TrainableRMSNorm(name, width: shape.width, epsilon: shape.epsilon)
      norm.weight.fill(with: try source.vector(name + ".weight", count: shape.width)).isTrained = false
      return norm
    }
    let (c, f) = (shape.width, shape.intermediate)
    let (q, kv) = (shape.heads * shape.headSize, shape.keyValueHeads * shape.headSize)
    let places: [(TrainableDecoderLayer.Place, Int, Int)] = [
      (.queries, q, c), (.keys, kv, c), (.values, kv, c), (.attentionOutput, c, q), (.gate, f, c), (.up, f, c), (.contraction, c, f),
    ]
    layers = try (0..<shape.layers).map { index in
      let prefix = "blk.\(index)."
      var projections: [TrainableDecoderLayer.Place: any Projection] = [:]
      for (place, outputs, inputs) in places {
        let linear = try source.linear(prefix + place.fileName, outputs: outputs, inputs: inputs)
        projections[place] = FrozenLinear(linear, precision: precision, compute: compute)
      }
      return TrainableDecoderLayer(
        attentionNorm: try norm(prefix + "attn_norm"), feedForwardNorm: try norm(prefix + "ffn_norm"), projections: projections,
        shape: AttentionShape(heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize, isCausal: true))
    }
    outputNorm = try norm("output_norm")
    let scores = file.tensors["output.weight"] == nil ? table : try source.matrix("output.weight", rows: shape.vocabulary, columns: shape.width)
    output = FrozenLinear(Linear(weight: scores), precision: precision, compute: compute)
    rotary = RotaryPositions(headSize: shape.headSize, base: shape.rotaryBase, pairing: shape.pairing, capacity: shape.contextLength)
    self.path = path
    configuration = shape
  }

  /// What is trained: the adapter's, layer by layer, and the soft prompt.
  public var parameters: [Parameter] { layers.flatMap(\.parameters).filter(\.isTrained) + (softPrompt.map { [$0] } ?? []) }

  /// Bytes that a token of a batch takes while its layers are kept for the backward.
  public var bytesPerToken: Int {
    4 * configuration.layers
      * (6 * configuration.width + 2 * configuration.keyValueHeads * configuration.headSize + 3 * configuration.intermediate)
  }

  /// Puts trained additions of low rank beside the chosen projections of every layer. Once.
  public func add(_ settings: AdapterSettings, seed: UInt64) {
    precondition(adapter == nil, "TrainableDecoder: there is an adapter already")
    var random = SeededGenerator(seed: seed)
    for (index, layer) in layers.enumerated() {
      for place in TrainableDecoderLayer.Place.allCases where settings.targets.contains(place.rawValue.split(separator: ".")[1].description) {
        layer.replace(place, with: LowRankLinear(
          AdapterSettings.name(layer: index, place: place.rawValue), base: layer.projections[place]!, rank: settings.rank, alpha: settings.alpha,
          dropout: settings.dropout, using: &random))
      }
    }
    adapter = settings
  }

  /// Puts trained rows in front of every sequence, which begin as the embeddings of these tokens. Once.
  public func addSoftPrompt(initial: [Int32]) {
    precondition(softPrompt == nil && !initial.isEmpty, "TrainableDecoder: there is a soft prompt already, or one of no rows is asked for")
    let parameter = Parameter("prompt_embeddings", rows: initial.count, columns: configuration.width)
    var row = [Float](repeating: 0, count: configuration.width)
    for (index, token) in initial.enumerated() {
      unsafe row.withUnsafeMutableBufferPointer { unsafe embedding.table.row(Int(token), into: $0) }
      parameter.values.set(row: index, to: row)
    }
    softPrompt = parameter
  }

  /// The soft prompt as it is now.
  public var trainedSoftPrompt: SoftPrompt? { softPrompt.map { SoftPrompt(rows: $0.rows, columns: $0.columns, values: $0.elements) } }

  /// The mean cross entropy of each next token, in nats, and its slopes.
  ///
  /// - Parameters:
  ///   - sequences: token ids inside the vocabulary, each at least two and at most as long as the context.
  ///   - scored: for each sequence the first token that is scored, at least 1; all but the first by default.
  ///   - weight: what the slopes are multiplied by; nil to compute the loss alone.
  public func forwardBackward(_ sequences: [[Int32]], scored: [Int]? = nil, weight: Float?, pass: TrainingPass) -> Double {
    let soft = softPrompt?.rows ?? 0, padding = [Int32](repeating: 0, count: soft)
    let tokens = sequences.flatMap { padding + $0 }
    var ranges: [Range<Int>] = [], targets = [Int32](repeating: SoftmaxCrossEntropy.ignored, count: tokens.count), start = 0
    for (index, sequence) in sequences.enumerated() {
      let first = scored?[index] ?? 1
      precondition(sequence.count >= 2 && soft + sequence.count <= configuration.contextLength && first >= 1 && first < sequence.count,
        "TrainableDecoder: a sequence of \(sequence.count), scored from \(first)")
      ranges.append(start..<start + soft + sequence.count)
      for t in first..<sequence.count { targets[start + soft + t - 1] = sequence[t] }
      start += soft + sequence.count
    }
    let counted = targets.indices.filter { targets[$0] >= 0 }
    let room = room(for: tokens.count), keeps = weight != nil && !recomputes
    embedding.forward(tokens, into: room.states[0], compute: pass.compute)
    if let softPrompt {
      for rows in ranges { for row in 0..<soft { room.states[0].set(row: rows.lowerBound + row, to: softPrompt.values.copy(row: row)) } }
    }
    for (index, layer) in layers.enumerated() {
      let (x, y) = weight == nil ? (room.states[index % 2], room.states[(index + 1) % 2]) : (room.states[index], room.states[index + 1])
      layer.forward(x, into: y, sequences: ranges, rotary: rotary, memory: room.memory(keeps ? index : 0), pass: pass.part(index))
    }
    let last = room.states[weight == nil ? layers.count % 2 : layers.count]
    let loss = score(last, rows: counted, targets: targets, weight: weight, room: room, pass: pass)
    guard weight != nil else { return loss }
    let d = room.slopes
    for (index, layer) in layers.enumerated().reversed() {
      if recomputes {
        // Its result is not needed again, and what lies above it is done with.
        layer.forward(room.states[index], into: room.states[index + 1], sequences: ranges, rotary: rotary, memory: room.memory(0), pass: pass.part(index))
      }
      layer.backward(
        d, input: room.states[index], sequences: ranges, rotary: rotary, memory: room.memory(keeps ? index : 0), scratch: room.scratch,
        pass: pass.part(index))
    }
    if let softPrompt {
      for rows in ranges { pass.compute.add(d.matrix.rows(rows.lowerBound..<rows.lowerBound + soft), to: softPrompt.gradient.matrix) }
    }
    return loss
  }

  /// Scores the counted rows some at a time: logits of a large vocabulary are the most that a batch would keep.
  private func score(_ states: Activations, rows: [Int], targets: [Int32], weight: Float?, room: Room, pass: TrainingPass) -> Double {
    let compute = pass.compute, entropy = SoftmaxCrossEntropy()
    if weight != nil {
      room.slopes.resize(rows: states.rows, columns: states.columns)
      compute.clear(room.slopes.matrix)
    }
    var total = 0.0
    for start in stride(from: 0, to: rows.count, by: Self.logitRows) {
      let some = Array(rows[start..<min(start + Self.logitRows, rows.count)])
      room.last.gather(some, from: states)
      outputNorm.forward(room.last, into: room.lastNormed, pass: pass)
      output.forward(room.lastNormed, into: room.logits, pass: pass)
      total += entropy.forwardBackward(
        room.logits, targets: some.map { targets[$0] }, weight: (weight ?? 0) / Float(rows.count), compute: compute)
      guard weight != nil else { continue }
      output.backward(room.logits, input: room.lastNormed, into: room.lastNormed, pass: pass)
      outputNorm.backward(room.lastNormed, input: room.last, into: room.lastNormed, pass: pass)
      for (i, row) in some.enumerated() {
        compute.add(room.lastNormed.matrix.rows(i..<i + 1), to: room.slopes.matrix.rows(row..<row + 1))
      }
    }
    return total / Double(max(1, rows.count))
  }

  private func room(for tokens: Int) -> Room {
    if let room, room.tokens >= tokens { return room }
    let fresh = Room(tokens: tokens, shape: configuration)
    room = fresh
    return fresh
  }

  /// What a batch computes in, kept for the next one. Memory that is not used is never committed.
  private final class Room {
    let tokens: Int
    let states: [Activations]
    let slopes, last, lastNormed, logits: Activations
    let scratch: TrainableDecoderLayer.Scratch
    private let shape: DecoderConfiguration
    private var memories: [TrainableDecoderLayer.Memory?]

    init(tokens: Int, shape: DecoderConfiguration) {
      self.tokens = tokens
      self.shape = shape
      states = (0...max(1, shape.layers)).map { _ in Activations(rows: tokens, columns: shape.width) }
      slopes = Activations(rows: tokens, columns: shape.width)
      last = Activations(rows: TrainableDecoder.logitRows, columns: shape.width)
      lastNormed = Activations(rows: TrainableDecoder.logitRows, columns: shape.width)
      logits = Activations(rows: TrainableDecoder.logitRows, columns: shape.vocabulary)
      scratch = TrainableDecoderLayer.Scratch(tokens: tokens, shape: shape)
      memories = Array(repeating: nil, count: shape.layers)
    }

    func memory(_ index: Int) -> TrainableDecoderLayer.Memory {
      if let memory = memories[index] { return memory }
      let fresh = TrainableDecoderLayer.Memory(tokens: tokens, shape: shape)
      memories[index] = fresh
      return fresh
    }
  }
}
