import Foundation
public import Weights

/// The shape of a BERT encoder, from the `config.json` beside its weights.
public struct BERTConfiguration: Sendable, Equatable {
  /// V.
  public let vocabulary: Int
  /// C.
  public let width: Int
  public let layers: Int
  /// H.
  public let heads: Int
  /// Width of the feed-forward layer.
  public let intermediate: Int
  /// Positions that were learned.
  public let positions: Int
  public let tokenTypes: Int
  public let epsilon: Float

  /// A shape of one's own, for an encoder that is trained from nothing. Traps where heads do not divide the width.
  public init(
    vocabulary: Int, width: Int, layers: Int, heads: Int, intermediate: Int, positions: Int = 512, tokenTypes: Int = 2, epsilon: Float = 1e-12
  ) {
    precondition(width % heads == 0 && vocabulary > 0 && layers > 0 && intermediate > 0 && positions > 0, "BERTConfiguration: \(heads) heads over \(width)")
    (self.vocabulary, self.width, self.layers, self.heads) = (vocabulary, width, layers, heads)
    (self.intermediate, self.positions, self.tokenTypes, self.epsilon) = (intermediate, positions, tokenTypes, epsilon)
  }

  private struct File: Codable {
    var model_type: String?
    var hidden_act: String?
    var vocab_size, hidden_size, num_hidden_layers, num_attention_heads, intermediate_size: Int
    var max_position_embeddings, type_vocab_size: Int
    var layer_norm_eps: Float
  }

  /// Writes `config.json` as BERT's users know it.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let file = File(
      model_type: "bert", hidden_act: "gelu", vocab_size: vocabulary, hidden_size: width, num_hidden_layers: layers, num_attention_heads: heads,
      intermediate_size: intermediate, max_position_embeddings: positions, type_vocab_size: tokenTypes, layer_norm_eps: epsilon)
    try encoder.encode(file).write(to: URL(filePath: path), options: .atomic)
  }

  /// Reads `config.json`; what it asks for stays inside limits that any BERT keeps.
  ///
  /// - Throws: ``WeightFileError``.
  public init(path: String) throws(WeightFileError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WeightFileError(.unreadable, path: path, problem: "the file cannot be read")
    }
    let file: File
    do { file = try JSONDecoder().decode(File.self, from: data) } catch {
      throw WeightFileError(.wrongFormat, path: path, problem: "this is no configuration of a BERT encoder")
    }
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: path, problem: problem) }
    guard file.model_type ?? "bert" == "bert", file.hidden_act ?? "gelu" == "gelu" else {
      throw fault("only BERT with GELU is supported, not \(file.model_type ?? "?") with \(file.hidden_act ?? "?")")
    }
    guard (1...1 << 20).contains(file.vocab_size), (1...16_384).contains(file.hidden_size),
      (1...256).contains(file.num_hidden_layers), (1...256).contains(file.num_attention_heads),
      file.hidden_size % file.num_attention_heads == 0, (1...65_536).contains(file.intermediate_size),
      (1...65_536).contains(file.max_position_embeddings), (1...16).contains(file.type_vocab_size),
      file.layer_norm_eps > 0, file.layer_norm_eps < 1
    else { throw fault("the configuration asks for an impossible shape") }
    vocabulary = file.vocab_size
    width = file.hidden_size
    layers = file.num_hidden_layers
    heads = file.num_attention_heads
    intermediate = file.intermediate_size
    positions = file.max_position_embeddings
    tokenTypes = file.type_vocab_size
    epsilon = file.layer_norm_eps
  }
}
