import Foundation
import Kernels
import Layers
public import Weights

/// An adapter of low rank as PEFT keeps it: `adapter_config.json` and `adapter_model.safetensors` in a folder.
///
/// Rows and columns are in the order that transformers gives a decoder's weights, so that either can read what the other wrote.
public struct DecoderAdapter: Sendable, Equatable {
  public var settings: AdapterSettings
  /// `….lora_A.weight` (r, K) and `….lora_B.weight` (N, r) by PEFT's names.
  public var matrices: [String: SafetensorsFile.Matrix]

  /// More elements than a matrix of any adapter has.
  private static let largestMatrix = 1 << 28
  private static let weightsName = "adapter_model.safetensors"

  public init(settings: AdapterSettings, matrices: [String: SafetensorsFile.Matrix]) {
    self.settings = settings
    self.matrices = matrices
  }

  /// PEFT's names of the settings.
  private struct Configuration: Codable {
    var peft_type: String
    var r: Int
    var lora_alpha: Float
    var lora_dropout: Float?
    var target_modules: [String]
    var bias: String?
    var fan_in_fan_out: Bool?
    var use_dora: Bool?
    var use_rslora: Bool?
    var base_model_name_or_path: String?
    var task_type: String?
    var rank_pattern: [String: Int]?
    var alpha_pattern: [String: Float]?
  }

  /// Reads a folder.
  ///
  /// - Throws: ``WeightFileError`` naming the file and what it asks for that is not supported.
  public init(folder: String) throws(WeightFileError) {
    let path = folder + "/" + StoredAdapter.configurationName
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: path, problem: problem) }
    let data = try StoredAdapter.configuration(in: folder)
    guard let found = try? JSONDecoder().decode(Configuration.self, from: data) else { throw fault("these are no settings of a LoRA adapter") }
    guard found.peft_type == "LORA", found.bias ?? "none" == "none", found.fan_in_fan_out != true, found.use_dora != true, found.use_rslora != true,
      found.rank_pattern?.isEmpty ?? true, found.alpha_pattern?.isEmpty ?? true
    else { throw fault("only plain LoRA with one rank and without biases is supported") }
    settings = AdapterSettings(rank: found.r, alpha: found.lora_alpha, dropout: found.lora_dropout ?? 0, targets: found.target_modules.sorted())
    if let problem = settings.fault { throw fault(problem) }
    let file = try SafetensorsFile(path: folder + "/" + Self.weightsName)
    matrices = [:]
    for name in file.tensors.keys { matrices[name] = try file.matrix(name, limit: Self.largestMatrix) }
  }

  /// Writes the folder's two files, in place of older ones.
  ///
  /// - Parameter base: what the adapter belongs to, for people.
  public func write(to folder: String, base: String? = nil) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let configuration = Configuration(
      peft_type: "LORA", r: settings.rank, lora_alpha: settings.alpha, lora_dropout: settings.dropout, target_modules: settings.targets,
      bias: "none", fan_in_fan_out: false, use_dora: false, use_rslora: false, base_model_name_or_path: base, task_type: "CAUSAL_LM")
    try SafetensorsFile.write(matrices, to: folder + "/" + Self.weightsName)
    try encoder.encode(configuration).write(to: URL(filePath: folder + "/" + StoredAdapter.configurationName), options: .atomic)
  }

  /// The two matrices of one projection: rows of B in the order of the decoder's file.
  ///
  /// - Returns: nil where the adapter leaves the projection as it is.
  /// - Throws: ``WeightFileError`` where the shapes do not fit.
  func addition(layer: Int, place: TrainableDecoderLayer.Place, inputs: Int, outputs: Int, shape: DecoderConfiguration)
    throws(WeightFileError) -> (down: [Float], up: [Float])?
  {
    let name = AdapterSettings.name(layer: layer, place: place.rawValue)
    guard let down = matrices[name + ".lora_A.weight"], let up = matrices[name + ".lora_B.weight"] else { return nil }
    guard down.rows == settings.rank, down.columns == inputs, up.rows == outputs, up.columns == settings.rank else {
      throw WeightFileError(
        .missing, path: Self.weightsName,
        problem: "\(name) is (\(down.rows), \(down.columns)) and (\(up.rows), \(up.columns)), but the decoder's map is (\(outputs), \(inputs)) and the rank \(settings.rank)")
    }
    return (down.values, Self.reordered(up.values, columns: settings.rank, place: place, shape: shape, toFile: true))
  }

  /// Files of the architecture `llama` keep the rows of queries and keys in pairs (2i, 2i + 1) where transformers has them in
  /// halves (i, i + D/2).
  static func reordered(_ values: [Float], columns: Int, place: TrainableDecoderLayer.Place, shape: DecoderConfiguration, toFile: Bool) -> [Float] {
    guard shape.pairing == .interleaved, place == .queries || place == .keys else { return values }
    var result = values
    let size = shape.headSize
    for row in 0..<values.count / columns {
      let head = row / size * size, i = row % size
      let other = head + (i % 2) * (size / 2) + i / 2  // where transformers has the file's row
      let (from, to) = toFile ? (other, row) : (row, other)
      for column in 0..<columns { result[to * columns + column] = values[from * columns + column] }
    }
    return result
  }
}

extension TrainableDecoder {
  /// The adapter as it is now.
  public var trainedAdapter: DecoderAdapter? {
    guard let adapter else { return nil }
    var matrices: [String: SafetensorsFile.Matrix] = [:]
    forAdditions { _, place, addition in
      matrices[addition.down.name] = .init(rows: addition.down.rows, columns: addition.down.columns, values: addition.down.elements)
      let up = DecoderAdapter.reordered(addition.up.elements, columns: addition.rank, place: place, shape: configuration, toFile: false)
      matrices[addition.up.name] = .init(rows: addition.up.rows, columns: addition.rank, values: up)
    }
    return DecoderAdapter(settings: adapter, matrices: matrices)
  }

  /// The slopes of the adapter's weights, in the order that ``trainedAdapter`` has.
  public var adapterSlopes: [String: [Float]] {
    var slopes: [String: [Float]] = [:]
    forAdditions { _, place, addition in
      func elements(_ parameter: Parameter) -> [Float] { (0..<parameter.rows).flatMap { parameter.gradient.copy(row: $0) } }
      slopes[addition.down.name] = elements(addition.down)
      slopes[addition.up.name] = DecoderAdapter.reordered(elements(addition.up), columns: addition.rank, place: place, shape: configuration, toFile: false)
    }
    return slopes
  }

  /// Goes on from an adapter that was trained before.
  ///
  /// - Throws: ``WeightFileError`` where its shapes are not this decoder's.
  public func add(_ trained: DecoderAdapter) throws(WeightFileError) {
    add(trained.settings, seed: 0)
    var fault: WeightFileError?
    forAdditions { layer, place, addition in
      do throws(WeightFileError) {
        guard let found = try trained.addition(layer: layer, place: place, inputs: addition.inputs, outputs: addition.outputs, shape: configuration) else {
          throw WeightFileError(.missing, path: path, problem: "the adapter has nothing for \(addition.down.name)")
        }
        addition.down.fill(with: found.down)
        addition.up.fill(with: found.up)
      } catch { fault = fault ?? error }
    }
    if let fault { throw fault }
  }

  private func forAdditions(_ body: (Int, TrainableDecoderLayer.Place, LowRankLinear) -> Void) {
    for (index, layer) in layers.enumerated() {
      for place in TrainableDecoderLayer.Place.allCases {
        if let addition = layer.projections[place] as? LowRankLinear { body(index, place, addition) }
      }
    }
  }
}
