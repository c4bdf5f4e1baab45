import Foundation
public import Kernels
import Weights

/// Texts to the probabilities of classes that somebody taught: a linear head over the text encoder, or over one that was fine-tuned
/// with it.
///
/// A folder holds `classifier.json` (the classes) and `classifier.safetensors` (the head); beside them the fine-tuned encoder's files, where
/// there are any. Safe to call from several threads.
public final class TextClassifier: Sendable {
  /// What a folder says of itself.
  public struct Settings: Codable, Sendable, Equatable {
    /// The classes, in the order of the head's rows.
    public var labels: [String]
    /// Whether the head takes vectors of length 1, as ``TextEncoder/encode(_:)`` makes them, or the plain mean of the states.
    public var takesUnitVectors: Bool

    public init(labels: [String], takesUnitVectors: Bool) {
      self.labels = labels
      self.takesUnitVectors = takesUnitVectors
    }

    enum CodingKeys: String, CodingKey {
      case labels
      case takesUnitVectors = "takes_unit_vectors"
    }
  }

  public static let settingsName = "classifier.json"
  public static let headName = "classifier.safetensors"
  private static let mostLabels = 10_000

  public let settings: Settings
  private let encoder: TextEncoder
  /// (classes, C), row after row.
  private let weights: [Float]
  private let biases: [Float]

  /// - Parameter encoder: the one that the head stands on where the folder has none of its own.
  /// - Throws: an error that names the file.
  public init(folder: String, encoder: TextEncoder, compute: Compute) throws {
    let path = folder + "/" + Self.settingsName
    guard let data = FileManager.default.contents(atPath: path), data.count < 16 << 20,
      let settings = try? JSONDecoder().decode(Settings.self, from: data), (2...Self.mostLabels).contains(settings.labels.count)
    else { throw WeightFileError(.wrongFormat, path: path, problem: "these are no classes of a classifier") }
    let own = FileManager.default.fileExists(atPath: folder + "/model.safetensors")
    let used = own ? try TextEncoder(folder: folder, compute: compute) : encoder
    let file = try SafetensorsFile(path: folder + "/" + Self.headName)
    let weight = try file.matrix("classifier.weight", limit: Self.mostLabels << 13), bias = try file.matrix("classifier.bias", limit: Self.mostLabels)
    guard weight.rows == settings.labels.count, weight.columns == used.dimension, bias.values.count == weight.rows else {
      throw WeightFileError(
        .missing, path: file.path,
        problem: "the head is (\(weight.rows), \(weight.columns)) where there are \(settings.labels.count) classes of vectors of \(used.dimension)")
    }
    self.settings = settings
    self.encoder = used
    weights = weight.values
    biases = bias.values
  }

  /// Writes the settings and the head into a folder.
  ///
  /// - Parameter weights: (classes, C), row after row.
  public static func write(_ settings: Settings, weights: [Float], biases: [Float], to folder: String) throws {
    let (rows, encoder) = (settings.labels.count, JSONEncoder())
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(settings).write(to: URL(filePath: folder + "/" + settingsName))
    try SafetensorsFile.write(
      [
        "classifier.weight": .init(rows: rows, columns: weights.count / rows, values: weights),
        "classifier.bias": .init(rows: 1, columns: rows, values: biases),
      ], to: folder + "/" + headName)
  }

  /// The probability of each class for each text, in the classes' order.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func probabilities(_ texts: [String]) throws -> [[Double]] {
    let vectors = settings.takesUnitVectors ? try encoder.encode(texts) : try encoder.states(texts).map(Self.mean)
    return vectors.map { vector in
      let width = vector.count
      let scores = biases.indices.map { Double(VectorMath.dot(vector, Array(weights[$0 * width..<($0 + 1) * width])) + biases[$0]) }
      let top = scores.max() ?? 0, powers = scores.map { exp($0 - top) }, sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  private static func mean(_ states: [[Float]]) -> [Float] {
    var sum = [Float](repeating: 0, count: states.first?.count ?? 0)
    for state in states { for index in sum.indices { sum[index] += state[index] } }
    return sum.map { $0 / Float(max(1, states.count)) }
  }
}
