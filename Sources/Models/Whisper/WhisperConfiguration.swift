import Foundation
import Weights

/// The shape of a Whisper model, from its weights, and the token lists of the `config.json` beside them.
public struct WhisperConfiguration: Sendable, Equatable {
  /// Bands of the log-mel frames.
  public let bands: Int
  /// Positions of the encoder: two frames each.
  public let positions: Int
  /// Tokens of a text, prompt included.
  public let textPositions: Int
  /// V.
  public let vocabulary: Int
  /// C.
  public let width: Int
  /// H.
  public let heads: Int
  public let encoderLayers: Int
  public let decoderLayers: Int
  /// Width of the feed-forward layers.
  public let intermediate: Int
  /// Tokens that are never written.
  public let suppressed: [Int32]
  /// Tokens that do not begin a text.
  public let suppressedAtStart: [Int32]

  /// Frames of one window.
  public var frames: Int { 2 * positions }
  /// Added to the variance by every norm.
  static let epsilon: Float = 1e-5

  /// - Throws: ``WeightFileError`` for a shape that no Whisper has.
  init(_ file: CTranslate2File, listsPath: String) throws(WeightFileError) {
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.malformed, path: file.path, problem: problem) }
    func layers(of part: String) throws(WeightFileError) -> Int {
      var count = 0
      while file.tensors["\(part)/layer_\(count)/ffn/linear_0/weight"] != nil, count < 256 { count += 1 }
      guard count > 0 else { throw fault("there is no layer in its \(part)") }
      return count
    }
    let convolution = try file.tensor("encoder/conv1/weight").shape
    let embedding = try file.tensor("decoder/embeddings/weight").shape
    let sound = try file.tensor("encoder/position_encodings/encodings").shape
    let text = try file.tensor("decoder/position_encodings/encodings").shape
    guard convolution.count == 3, convolution[2] == 3, embedding.count == 2, sound.count == 2, text.count == 2 else {
      throw fault("its convolution, embedding or positions have another number of dimensions")
    }
    width = convolution[0]
    bands = convolution[1]
    vocabulary = embedding[0]
    positions = sound[0]
    textPositions = text[0]
    heads = try file.integer("encoder/num_heads", in: 1...256)
    let decoderHeads = try file.integer("decoder/num_heads", in: 1...256)
    encoderLayers = try layers(of: "encoder")
    decoderLayers = try layers(of: "decoder")
    intermediate = try file.tensor("encoder/layer_0/ffn/linear_0/weight").shape[0]
    guard decoderHeads == heads, (16...8192).contains(width), width % heads == 0, width / heads % 16 == 0, width / heads <= 256,
      (1...512).contains(bands), (1...1 << 20).contains(vocabulary), (1...65_536).contains(positions), (8...65_536).contains(textPositions),
      (1...65_536).contains(intermediate)
    else { throw fault("the variables have an impossible shape") }

    struct Lists: Decodable { var suppress_ids: [Int32]?, suppress_ids_begin: [Int32]? }
    guard let data = FileManager.default.contents(atPath: listsPath) else {
      throw WeightFileError(.unreadable, path: listsPath, problem: "the file cannot be read")
    }
    let lists: Lists
    do { lists = try JSONDecoder().decode(Lists.self, from: data) } catch {
      throw WeightFileError(.wrongFormat, path: listsPath, problem: "this is no configuration of a Whisper model")
    }
    let ids = 0..<Int32(vocabulary)
    suppressed = (lists.suppress_ids ?? []).filter { ids.contains($0) }
    suppressedAtStart = (lists.suppress_ids_begin ?? []).filter { ids.contains($0) }
  }
}
