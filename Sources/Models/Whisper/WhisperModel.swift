public import Kernels
import Layers
public import Tokenizers
import Weights

/// A Whisper model from a folder in CTranslate2's format: log-mel frames to text, token by token.
///
/// ```swift
/// let model = try WhisperModel(folder: models + "/faster-whisper-tiny.en", compute: .shared)
/// let memory = model.listen(to: frames[...])!
/// let cache = model.makeCache(texts: 1), work = model.makeWorkspace(tokens: 8, logitRows: 1)
/// model.forward([.init(text: 0, tokens: [model.tokens.startOfTranscript])], cache: cache, memory: memory, work: work)
/// ```
/// The model is immutable; memories, caches and workspaces belong to the caller. Any size works, of English alone or
/// of many languages. Source: Radford et al. 2022.
public final class WhisperModel: Sendable {
  public let configuration: WhisperConfiguration
  public let tokenizer: BytePairTokenizer
  public let tokens: WhisperTokens

  private let encoder: WhisperEncoder
  private let decoder: WhisperDecoder
  private let compute: Compute

  /// Loads `model.bin`, `config.json`, `tokenizer.json` and `vocabulary.txt` (or `vocabulary.json`) in `folder`.
  ///
  /// - Throws: ``WeightFileError``, ``KernelError`` or ``TokenizerError``, naming the file or its part.
  public init(folder: String, compute: Compute) throws {
    let file = try CTranslate2File(path: folder + "/model.bin", specification: "WhisperSpec")
    let shape = try WhisperConfiguration(file, listsPath: folder + "/config.json")
    let source = WhisperWeights(file: file, compute: compute)
    (tokenizer, tokens) = try WhisperTokens.load(folder: folder, vocabulary: shape.vocabulary)
    encoder = try WhisperEncoder(shape, from: source)
    decoder = try WhisperDecoder(shape, from: source)
    configuration = shape
    self.compute = compute
  }

  /// Hears one window.
  ///
  /// - Parameters:
  ///   - frames: (T, bands) log-mel frames, at most those of a window.
  ///   - shouldStop: asked before each layer; when true, nil is given.
  /// - Complexity: about 37·10⁹ operations for the smallest model, whatever T is.
  public func listen(to frames: ArraySlice<Float>, shouldStop: () -> Bool = { false }) -> WhisperMemory? {
    encoder.forward(frames, compute: compute, shouldStop: shouldStop).map { decoder.remember($0, compute: compute) }
  }

  /// The next tokens of one text.
  public struct Segment {
    /// Which text of the cache.
    public let text: Int
    public let tokens: [Int32]
    /// After how many of the last tokens the logits are wanted.
    public let logitRows: Int

    public init(text: Int, tokens: [Int32], logitRows: Int = 1) {
      precondition(logitRows >= 0 && logitRows <= tokens.count, "WhisperModel: logits of \(logitRows) of \(tokens.count) tokens")
      self.text = text
      self.tokens = tokens
      self.logitRows = logitRows
    }
  }

  /// Empty texts that may each reach the model's last position.
  public func makeCache(texts: Int) -> WhisperTextCache {
    WhisperTextCache(
      layers: configuration.decoderLayers, heads: configuration.heads, headSize: configuration.width / configuration.heads, texts: texts,
      positions: configuration.textPositions)
  }

  /// Room for passes of up to `tokens` tokens that ask for up to `logitRows` rows of logits.
  public func makeWorkspace(tokens: Int, logitRows: Int) -> WhisperWorkspace {
    WhisperWorkspace(shape: configuration, tokens: tokens, logitRows: logitRows)
  }

  /// Runs the next tokens of several texts through the decoder, in one pass over the weights.
  ///
  /// - Parameters:
  ///   - segments: each text once; none empty, none past the last position.
  ///   - work: its logits become (R, V), the rows that the segments want, in their order.
  public func forward(_ segments: [Segment], cache: WhisperTextCache, memory: WhisperMemory, work: WhisperWorkspace) {
    decoder.forward(segments, cache: cache, memory: memory, work: work, compute: compute)
  }

  /// Each row of logits to probabilities, in place.
  public func probabilities(_ logits: Activations) { compute.softmax(logits) }
}
