import Foundation
public import Weights

/// Rows that stand in front of everything that a frozen decoder reads, trained in the place of words.
///
/// As PEFT keeps it: `adapter_config.json` and `adapter_model.safetensors` in a folder. N·C numbers, and N positions of every
/// text's context. Source: Lester et al. 2021 (prompt tuning).
public struct SoftPrompt: Sendable, Equatable {
  /// N.
  public var rows: Int
  /// C, the decoder's width.
  public var columns: Int
  /// Row after row.
  public var values: [Float]

  /// Rows that one may have: they are positions of every context.
  public static let possibleRows = 1...512
  static let weightsName = "adapter_model.safetensors"
  private static let tensorName = "prompt_embeddings"

  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "SoftPrompt: \(values.count) values for \(rows) by \(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// PEFT's names of the settings.
  private struct Configuration: Codable {
    var peft_type: String
    var num_virtual_tokens: Int
    var token_dim: Int?
    var num_transformer_submodules: Int?
    var num_attention_heads: Int?
    var num_layers: Int?
    var prompt_tuning_init: String?
    var base_model_name_or_path: String?
    var task_type: String?
    var inference_mode: Bool?
  }

  /// Reads a folder whose settings are of the type `PROMPT_TUNING`.
  ///
  /// - Throws: ``WeightFileError`` naming the file and what it asks for that is not supported.
  public init(folder: String) throws(WeightFileError) {
    let path = folder + "/" + StoredAdapter.configurationName
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: path, problem: problem) }
    let data = try StoredAdapter.configuration(in: folder)
    guard let found = try? JSONDecoder().decode(Configuration.self, from: data), found.peft_type == StoredAdapter.softPromptType else {
      throw fault("these are no settings of a soft prompt")
    }
    guard Self.possibleRows.contains(found.num_virtual_tokens), found.num_transformer_submodules ?? 1 == 1 else {
      throw fault("\(found.num_virtual_tokens) rows are not possible: 1 to 512, of one decoder")
    }
    let file = try SafetensorsFile(path: folder + "/" + Self.weightsName)
    let matrix = try file.matrix(Self.tensorName, limit: 512 << 16)
    guard matrix.rows == found.num_virtual_tokens, matrix.values.allSatisfy(\.isFinite) else {
      throw fault("it has \(matrix.rows) rows where its settings say \(found.num_virtual_tokens), or an element that is no number")
    }
    self.init(rows: matrix.rows, columns: matrix.columns, values: matrix.values)
  }

  /// Writes the folder's two files, in place of older ones.
  ///
  /// - Parameters:
  ///   - base: what it belongs to, for people.
  ///   - shape: the decoder's.
  public func write(to folder: String, base: String? = nil, shape: DecoderConfiguration) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let configuration = Configuration(
      peft_type: StoredAdapter.softPromptType, num_virtual_tokens: rows, token_dim: columns, num_transformer_submodules: 1,
      num_attention_heads: shape.heads, num_layers: shape.layers, prompt_tuning_init: "RANDOM", base_model_name_or_path: base,
      task_type: "CAUSAL_LM", inference_mode: true)
    try SafetensorsFile.write([Self.tensorName: .init(rows: rows, columns: columns, values: values)], to: folder + "/" + Self.weightsName)
    try encoder.encode(configuration).write(to: URL(filePath: folder + "/" + StoredAdapter.configurationName), options: .atomic)
  }
}
