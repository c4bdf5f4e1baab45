import Kernels
public import Layers
public import Weights

/// The shape of a decoder of the Llama family, from a GGUF file's settings.
public struct DecoderConfiguration: Sendable, Equatable {
  /// `llama` or `qwen2`.
  public let architecture: String
  /// V.
  public let vocabulary: Int
  /// C.
  public let width: Int
  public let layers: Int
  /// H.
  public let heads: Int
  /// Hkv; H is a multiple.
  public let keyValueHeads: Int
  /// D.
  public let headSize: Int
  /// Width of the feed-forward layer.
  public let intermediate: Int
  /// Positions the model was trained for.
  public let contextLength: Int
  public let rotaryBase: Double
  public let pairing: RotaryPositions.Pairing
  public let epsilon: Float

  /// A shape to be trained from nothing: `llama`, whose rotary positions have a base of 10,000.
  ///
  /// - Parameter keyValueHeads: divides `heads`; `heads` divides the width into multiples of 16.
  public init(vocabulary: Int, width: Int, layers: Int, heads: Int, keyValueHeads: Int, intermediate: Int, contextLength: Int) {
    precondition(
      vocabulary > 0 && layers > 0 && intermediate > 0 && contextLength > 1 && heads > 0 && keyValueHeads > 0 && width % heads == 0
        && heads % keyValueHeads == 0 && KeyValueStore.supports(headSize: width / heads),
      "DecoderConfiguration: \(heads) heads, \(keyValueHeads) of keys, over a width of \(width)")
    architecture = "llama"
    pairing = .interleaved
    (self.vocabulary, self.width, self.layers, self.heads, self.keyValueHeads) = (vocabulary, width, layers, heads, keyValueHeads)
    headSize = width / heads
    (self.intermediate, self.contextLength) = (intermediate, contextLength)
    rotaryBase = 10_000
    epsilon = 1e-5
  }

  /// Numbers of a decoder of this shape whose embedding scores too, without biases.
  public var parameterCount: Int {
    let (q, kv) = (heads * headSize, keyValueHeads * headSize)
    return vocabulary * width + width + layers * (2 * width + width * (2 * q + 2 * kv) + 3 * width * intermediate)
  }

  /// Whether heads of `width / heads` elements can be computed with.
  public static func isPossible(width: Int, heads: Int) -> Bool {
    heads > 0 && width % heads == 0 && KeyValueStore.supports(headSize: width / heads)
  }

  /// Reads the settings; every one is held against a limit that real models keep.
  ///
  /// - Throws: ``WeightFileError`` naming the setting.
  public init(_ file: GGUFFile) throws(WeightFileError) {
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: file.path, problem: problem) }
    guard let name = file.string("general.architecture") else { throw fault("general.architecture is missing") }
    switch name {
    case "llama": pairing = .interleaved
    case "qwen2": pairing = .halves
    default: throw fault("the architecture \(name) is not supported (llama and qwen2 are)")
    }
    architecture = name
    width = try file.integer("\(name).embedding_length", in: 1...65_536)
    layers = try file.integer("\(name).block_count", in: 1...512)
    heads = try file.integer("\(name).attention.head_count", in: 1...512)
    keyValueHeads = try file.integerIfPresent("\(name).attention.head_count_kv", in: 1...512) ?? heads
    intermediate = try file.integer("\(name).feed_forward_length", in: 1...1 << 20)
    contextLength = try file.integer("\(name).context_length", in: 1...1 << 22)
    guard width % heads == 0, heads % keyValueHeads == 0 else {
      throw fault("\(heads) heads over \(keyValueHeads) do not divide a width of \(width)")
    }
    headSize = try file.integerIfPresent("\(name).attention.key_length", in: 2...1024) ?? width / heads
    let turned = try file.integerIfPresent("\(name).rope.dimension_count", in: 2...1024) ?? headSize
    guard turned == headSize, KeyValueStore.supports(headSize: headSize) else { throw fault("heads of \(headSize) of which \(turned) turn are not supported") }
    guard file.string("\(name).rope.scaling.type") ?? "none" == "none", file.tensors["rope_freqs.weight"] == nil else {
      throw fault("scaled rotary positions are not supported")
    }
    rotaryBase = try file.numberIfPresent("\(name).rope.freq_base") ?? 10_000
    epsilon = Float(try file.numberIfPresent("\(name).attention.layer_norm_rms_epsilon") ?? 1e-5)
    guard rotaryBase > 1, epsilon > 0, epsilon < 1 else { throw fault("the rotary base or the norm's epsilon is out of range") }
    let embedding = try file.tensor("token_embd.weight")
    guard embedding.shape.count == 2, embedding.shape[1] == width, embedding.shape[0] <= 1 << 20 else {
      throw fault("token_embd.weight has the shape \(embedding.shape) where the width is \(width)")
    }
    vocabulary = embedding.shape[0]
  }
}
