public import Kernels
public import Layers
public import Tokenizers
import Weights

/// A decoder of the Llama family (`llama`, `qwen2`) from a GGUF file: tokens to the next token's logits.
///
/// ```swift
/// let model = try DecoderModel(path: "model.gguf", compute: .shared)
/// let cache = model.makeCache(capacity: 512)
/// let work = model.makeWorkspace(tokens: 128, logitRows: 1)
/// try model.forward([.init(tokens: prompt, cache: cache, wantsLogits: true)], work: work)  // work.logits is (1, V)
/// ```
/// The model is immutable; caches and workspaces belong to the caller. Checked against recordings of llama.cpp
/// (`Tests/Reference/record_logits.py`). Source: Touvron et al. 2023; Qwen2: Yang et al. 2024.
public final class DecoderModel: Sendable {
  public let path: String
  public let configuration: DecoderConfiguration
  public let tokenizer: BytePairTokenizer
  public let template: ChatTemplate
  /// Tokens that end an answer.
  public let endTokens: Set<Int32>

  private let embedding: TokenEmbedding
  private let layers: [DecoderLayer]
  private let outputNorm: RMSNorm
  private let output: WeightMatrix
  private let rotary: RotaryPositions
  private let compute: Compute
  /// Rows that stand in front of every prompt, by ids past the vocabulary; (N, C), row after row.
  private let softPrompt: [Float]

  /// Loads and repacks the weights. The file may go away afterwards.
  ///
  /// - Parameter adapters: what changes the weights, in order; several are added up.
  /// - Throws: ``WeightFileError``, ``KernelError`` or ``TokenizerError``, naming the file or its part.
  public init(path: String, adapters: [AppliedAdapter] = [], compute: Compute) throws {
    let file = try GGUFFile(path: path)
    let shape = try DecoderConfiguration(file)
    let source = DecoderWeights(file: file, compute: compute, adapters: adapters, shape: adapters.isEmpty ? nil : shape)
    let tokenizer = try Self.tokenizer(of: file)
    self.tokenizer = tokenizer
    template = file.string("tokenizer.chat_template").flatMap { ChatTemplate(jinja: $0) } ?? .chatML
    endTokens = Set(
      ["<|im_end|>", "<|endoftext|>"].compactMap { tokenizer.specialToken($0) } + [tokenizer.endID].compactMap { $0 })
    let table = try source.matrix("token_embd.weight", rows: shape.vocabulary, columns: shape.width)
    embedding = TokenEmbedding(table: table)
    layers = try (0..<shape.layers).map { try DecoderLayer($0, of: shape, from: source) }
    outputNorm = RMSNorm(weight: try source.vector("output_norm.weight", count: shape.width), epsilon: shape.epsilon)
    // Small models share one matrix between looking tokens up and scoring them.
    output =
      file.tensors["output.weight"] == nil
      ? table : try source.matrix("output.weight", rows: shape.vocabulary, columns: shape.width)
    rotary = RotaryPositions(
      headSize: shape.headSize, base: shape.rotaryBase, pairing: shape.pairing, capacity: shape.contextLength)
    guard tokenizer.vocabularyCount <= shape.vocabulary else {
      throw WeightFileError(
        .malformed, path: path, problem: "\(tokenizer.vocabularyCount) tokens for an embedding of \(shape.vocabulary)")
    }
    self.path = path
    configuration = shape
    self.compute = compute
    softPrompt = []
  }

  private init(_ base: DecoderModel, layers: [DecoderLayer], softPrompt: [Float]) {
    (path, configuration, tokenizer, template, endTokens) = (base.path, base.configuration, base.tokenizer, base.template, base.endTokens)
    (embedding, outputNorm, output, rotary, compute) = (base.embedding, base.outputNorm, base.output, base.rotary, base.compute)
    self.layers = layers
    self.softPrompt = softPrompt
  }

  /// The same decoder, its weights shared, with adapters beside them and soft prompts in front of what it reads.
  ///
  /// - Parameter softPrompts: in order; the ids of their rows are ``prefixTokens``.
  /// - Throws: ``WeightFileError`` where one is of another decoder.
  public func adapted(by adapters: [AppliedAdapter], softPrompts: [SoftPrompt] = []) throws -> DecoderModel {
    for prompt in softPrompts where prompt.columns != configuration.width {
      throw WeightFileError(
        .missing, path: SoftPrompt.weightsName, problem: "its rows have \(prompt.columns) elements, but the decoder's width is \(configuration.width)")
    }
    let layers = try adapters.isEmpty
      ? layers : layers.enumerated().map { try $1.adapted($0, by: adapters, shape: configuration, compute: compute) }
    return DecoderModel(self, layers: layers, softPrompt: softPrompt + softPrompts.flatMap(\.values))
  }

  /// What must stand in front of every text: the rows of the soft prompts, as ids past the vocabulary.
  public var prefixTokens: [Int32] { (0..<softPrompt.count / configuration.width).map { Int32(configuration.vocabulary + $0) } }

  /// An empty cache of keys and values for one text, with memory of its own.
  public func makeCache(capacity: Int) -> KeyValueCache {
    makePool(capacity: min(capacity, configuration.contextLength)).makeCache(capacity: min(capacity, configuration.contextLength))
  }

  /// Memory for the keys and values of many texts, `capacity` positions in all.
  public func makePool(capacity: Int) -> KeyValuePool {
    KeyValuePool(
      layers: configuration.layers, heads: configuration.keyValueHeads, headSize: configuration.headSize, capacity: capacity)
  }

  /// Bytes that the keys and values of one position take.
  public var cacheBytesPerPosition: Int {
    KeyValueStore.blockBytes(slots: configuration.layers, heads: configuration.keyValueHeads, headSize: configuration.headSize)
      / KeyValueStore.blockPositions
  }

  /// Room for passes of up to `tokens` tokens that ask for up to `logitRows` rows of logits.
  public func makeWorkspace(tokens: Int, logitRows: Int) -> DecoderWorkspace {
    DecoderWorkspace(shape: configuration, maximumTokens: tokens, maximumLogitRows: logitRows)
  }

  /// The next tokens of one text.
  public struct Segment {
    public let tokens: ArraySlice<Int32>
    public let cache: KeyValueCache
    /// After how many of the last tokens the logits are wanted.
    public let logitRows: Int

    public init(tokens: ArraySlice<Int32>, cache: KeyValueCache, logitRows: Int) {
      precondition(logitRows >= 0 && logitRows <= tokens.count, "DecoderModel: logits of \(logitRows) of \(tokens.count) tokens")
      self.tokens = tokens
      self.cache = cache
      self.logitRows = logitRows
    }

    /// Asks for the logits after the last token, or for none.
    public init(tokens: ArraySlice<Int32>, cache: KeyValueCache, wantsLogits: Bool) {
      self.init(tokens: tokens, cache: cache, logitRows: wantsLogits ? 1 : 0)
    }
  }

  /// Runs the next tokens of several texts through the model, in one pass over the weights.
  ///
  /// - Parameters:
  ///   - segments: each text once; none empty. Token ids must lie inside the vocabulary or be ``prefixTokens``.
  ///   - work: its logits become (R, V), the rows that the segments want, in their order.
  ///   - shouldStop: asked before each layer; when true the pass is given up.
  /// - Returns: whether the pass was finished. If not, no cache has advanced.
  /// - Throws: ``CacheError``, before anything is computed; no cache has advanced then.
  @discardableResult public func forward(
    _ segments: [Segment], work: DecoderWorkspace, shouldStop: () -> Bool = { false }
  ) throws(CacheError) -> Bool {
    for segment in segments { try segment.cache.reserve(segment.tokens.count) }
    let (parts, wanted) = layOut(segments, work: work)
    for (index, layer) in layers.enumerated() {
      if shouldStop() { return false }
      try layer.forward(index, segments: parts, rotary: rotary, work: work, compute: compute)
    }
    for part in parts { part.cache.advance(by: part.rows.count) }
    guard !wanted.isEmpty else { return true }
    work.last.gather(wanted, from: work.hidden)
    outputNorm.forward(work.last, into: work.last, compute: compute)
    output.multiply(work.last, into: work.logits, compute: compute)
    return true
  }

  /// Looks the tokens up and tells each segment's rows, and the rows whose logits are wanted.
  private func layOut(_ segments: [Segment], work: DecoderWorkspace) -> ([CausalAttention.Segment], [Int]) {
    var tokens: [Int32] = []
    var parts: [CausalAttention.Segment] = []
    var wanted: [Int] = []
    for segment in segments {
      precondition(!segment.tokens.isEmpty, "DecoderModel: an empty segment")
      parts.append(.init(rows: tokens.count..<tokens.count + segment.tokens.count, cache: segment.cache))
      tokens += segment.tokens
      wanted += tokens.count - segment.logitRows..<tokens.count
    }
    precondition(tokens.count <= work.maximumTokens, "DecoderModel: \(tokens.count) tokens in a workspace of \(work.maximumTokens)")
    precondition(wanted.count <= work.maximumLogitRows, "DecoderModel: logits of \(wanted.count) rows")
    embed(tokens, into: work.hidden)
    return (parts, wanted)
  }

  private func embed(_ tokens: [Int32], into y: Activations) {
    let vocabulary = Int32(configuration.vocabulary), width = configuration.width
    let soft = softPrompt.isEmpty ? [] : tokens.indices.filter { tokens[$0] >= vocabulary }
    guard !soft.isEmpty else { return embedding.forward(tokens, into: y, compute: compute) }
    embedding.forward(tokens.map { $0 < vocabulary ? $0 : 0 }, into: y, compute: compute)
    for row in soft {
      let start = Int(tokens[row] - vocabulary) * width
      y.set(row: row, to: Array(softPrompt[start..<start + width]))
    }
  }

  static func tokenizer(of file: GGUFFile) throws -> BytePairTokenizer {
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: file.path, problem: problem) }
    let kind = file.string("tokenizer.ggml.model") ?? "none"
    guard kind == "gpt2" else { throw fault("the tokenizer \(kind) is not supported (byte-level BPE is)") }
    let name = file.string("tokenizer.ggml.pre") ?? "default"
    guard let preTokenizer = PreTokenizer(ggufName: name) else { throw fault("the pre-tokenizer \(name) is not supported") }
    func id(_ key: String) throws(WeightFileError) -> Int32? {
      try file.integerIfPresent(key, in: 0...Int(Int32.max)).map { Int32($0) }
    }
    return try BytePairTokenizer(
      tokens: file.strings("tokenizer.ggml.tokens"), merges: file.strings("tokenizer.ggml.merges"),
      tokenTypes: file.integers("tokenizer.ggml.token_type").map { Int32(truncatingIfNeeded: $0) },
      preTokenizer: preTokenizer, beginID: id("tokenizer.ggml.bos_token_id"), endID: id("tokenizer.ggml.eos_token_id"))
  }
}
