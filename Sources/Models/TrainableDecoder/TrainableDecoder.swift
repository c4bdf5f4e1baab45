public import Kernels
public import Layers
public import Tokenizers
public import Weights

/// A decoder of the Llama family with a backward: with its weights frozen as they are, to train adapters beside them, or with every
/// weight trained, to fine-tune a small one whole or to make one from nothing.
///
/// ```swift
/// let model = try TrainableDecoder(path: "model.gguf", precision: .usual(on: .shared), compute: .shared)
/// model.add(AdapterSettings(rank: 8), seed: 0)
/// let loss = model.forwardBackward([tokens], weight: 1, pass: pass)   // gradients of model.parameters have grown
/// ```
/// Not locked: one training at a time. Frozen weights take their packed bytes and 2 (float32: 4) more a weight for the backward;
/// trained ones 16 bytes a weight, the optimiser counted. A token of the batch takes, a layer, 4·(6·C + 2·Hkv·D + 3·F) bytes, or
/// with `recomputes` 4·C and the forward of every layer runs twice. Checked against PyTorch (`Tests/Reference/record_adapter.py`
/// with PEFT, `record_decoder.py` for every weight).
public final class TrainableDecoder {
  public let path: String
  public let configuration: DecoderConfiguration
  public let tokenizer: BytePairTokenizer
  /// Whether every weight is trained, not what is added alone.
  public let isWhole: Bool
  /// The adapter that was added, if any.
  public private(set) var adapter: AdapterSettings?
  /// The rows in front of every sequence, (N, C), where there are any: see ``addSoftPrompt(initial:)``.
  public private(set) var softPrompt: Parameter?
  /// Whether layers are computed again in the backward instead of keeping what they computed.
  public var recomputes = false

  let layers: [TrainableDecoderLayer]
  /// The settings and the tokenizer of a file of this decoder.
  let settings: GGUFWriter
  private let embedding: DecoderEmbedding
  private let outputNorm: TrainableRMSNorm
  private let output: any Projection
  private let rotary: RotaryPositions
  private var room: Room?

  /// Rows of logits that are computed at once.
  private static let logitRows = 128

  /// From a file, its weights frozen and laid out for both directions.
  ///
  /// - Throws: as ``DecoderModel/init(path:compute:)``.
  public convenience init(path: String, precision: ProductPrecision, compute: Compute) throws {
    let file = try GGUFFile(path: path), shape = try DecoderConfiguration(file)
    let parts = try DecoderParts(frozen: DecoderWeights(file: file, compute: compute), shape: shape, precision: precision)
    self.init(path: path, shape, try DecoderModel.tokenizer(of: file), parts, settings: GGUFWriter(settingsOf: file))
  }

  /// From a file, every weight taken out of its quantisation and trained.
  ///
  /// - Throws: as ``DecoderModel/init(path:compute:)``.
  public convenience init(wholeOf path: String, compute: Compute) throws {
    let file = try GGUFFile(path: path), shape = try DecoderConfiguration(file)
    let parts = try DecoderParts(trained: DecoderWeights(file: file, compute: compute), shape: shape)
    self.init(path: path, shape, try DecoderModel.tokenizer(of: file), parts, settings: GGUFWriter(settingsOf: file))
  }

  /// From nothing: weights drawn from a seed, as GPT-2's are, the embedding scoring too.
  ///
  /// - Throws: ``TokenizerError`` where the vocabulary is none. Traps where it has more tokens than the shape has rows.
  public convenience init(_ shape: DecoderConfiguration, vocabulary: BytePairVocabulary, seed: UInt64) throws {
    precondition(vocabulary.tokens.count <= shape.vocabulary, "TrainableDecoder: \(vocabulary.tokens.count) tokens for \(shape.vocabulary) rows")
    self.init(path: "", shape, try vocabulary.tokenizer(), DecoderParts(drawn: shape, seed: seed), settings: GGUFWriter(shape, vocabulary: vocabulary))
  }

  private init(path: String, _ shape: DecoderConfiguration, _ tokenizer: BytePairTokenizer, _ parts: DecoderParts, settings: GGUFWriter) {
    self.path = path
    configuration = shape
    self.tokenizer = tokenizer
    self.settings = settings
    (embedding, layers, outputNorm, output) = (parts.embedding, parts.layers, parts.outputNorm, parts.output)
    isWhole = parts.isTrained
    rotary = RotaryPositions(headSize: shape.headSize, base: shape.rotaryBase, pairing: shape.pairing, capacity: shape.contextLength)
  }

  /// What is trained: every weight, or the adapter's, layer by layer, and the soft prompt.
  public var parameters: [Parameter] { weights.filter(\.isTrained) + (softPrompt.map { [$0] } ?? []) }

  /// Every weight that is no frozen matrix, called as a file calls it; once each, though the embedding may score too.
  var weights: [Parameter] {
    embedding.parameters + layers.flatMap(\.parameters) + outputNorm.parameters + output.parameters.filter { own in !embedding.parameters.contains { $0 === own } }
  }

  /// Bytes that every weight of a file takes while it is trained: values, gradients and the optimiser's two moments in float32.
  ///
  /// - Throws: ``WeightFileError`` for what is no file of weights.
  public static func bytes(toTrain path: String) throws(WeightFileError) -> Int {
    // Rows are padded to whole lanes, and a little more.
    try GGUFFile(path: path).tensors.values.reduce(0) { $0 + $1.count / $1.shape.last! * ($1.shape.last! + 32) * 16 }
  }

  /// Bytes that a token of a batch takes while its layers are kept for the backward.
  public var bytesPerToken: Int {
    4 * configuration.layers
      * (6 * configuration.width + 2 * configuration.keyValueHeads * configuration.headSize + 3 * configuration.intermediate)
  }

  /// Puts trained additions of low rank beside the chosen projections of every layer. Once.
  public func add(_ settings: AdapterSettings, seed: UInt64) {
    precondition(adapter == nil && !isWhole, "TrainableDecoder: there is an adapter already, or every weight is trained")
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
    precondition(
      softPrompt == nil && !initial.isEmpty && !isWhole, "TrainableDecoder: there is a soft prompt already, or one of no rows is asked for, or every weight is trained")
    let parameter = Parameter("prompt_embeddings", rows: initial.count, columns: configuration.width)
    for (index, token) in initial.enumerated() { parameter.values.set(row: index, to: embedding.row(Int(token))) }
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
    embedding.forward(tokens, into: room.states[0], pass: pass)
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
    embedding.backward(d, tokens: tokens, pass: pass)
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
      output.backward(room.logits, input: room.lastNormed, into: room.lastNormed, adding: false, pass: pass)
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
