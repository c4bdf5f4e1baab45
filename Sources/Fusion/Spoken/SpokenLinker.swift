public import Kernels
public import Layers
public import Models
public import Training

/// Which thing of the graph a spoken question names: the candidates and the question's words in one sequence of a fusion Transformer.
///
/// Score of a candidate = channels · weights + what the Transformer made of its token, which starts at zero; one more place stands for none of them.
/// Vectors, graph embedding and sound enter through weights that start at zero.
///
/// - Complexity: with channels alone a list of 32 takes 5 million multiply-adds.
public final class SpokenLinker {
  /// What becomes tokens.
  public enum Features: String, Sendable, CaseIterable, Codable {
    /// The channels times their weights, no Transformer.
    case mixed
    case channels, words, wordsAndGraph, wordsAndSound, all

    var hasWords: Bool { self != .mixed && self != .channels }
    var hasGraph: Bool { self == .wordsAndGraph || self == .all }
    var hasSound: Bool { self == .wordsAndSound || self == .all }
  }

  public let features: Features
  public let model: FusionTransformer
  /// What each channel counts (1, channels).
  public let weights: Parameter
  private let shape: Header
  private static let fileName: [UInt8] = Array("KGSPOKN".utf8) + [1]

  private struct Header: Codable {
    var features: Features
    var words, graph, sound: Int
  }

  /// Untrained.
  ///
  /// - Parameters:
  ///   - words: elements of the text encoder's vectors and states.
  ///   - graph: of a graph embedding.
  ///   - sound: of the speech encoder's states.
  public init(_ features: Features, words: Int, graph: Int, sound: Int, seed: UInt64) {
    let vectors = (features.hasWords ? 2 * words : 0) + (features.hasGraph ? graph : 0)
    var shape = FusionConfiguration(
      features: [.word: features.hasWords ? words : 0, .candidate: SpokenList.channels + vectors, .sound: features.hasSound ? sound + 2 : 0],
      scored: [.candidate])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (64, 2, 4, 128)
    self.features = features
    self.shape = Header(features: features, words: words, graph: graph, sound: sound)
    model = FusionTransformer(shape, seed: seed)
    weights = Parameter("channels", columns: SpokenList.channels)
    for parameter in model.parameters {
      if parameter.name == "sound.weight" { parameter.fill(0) }
      guard parameter.name == "candidate.weight", vectors > 0 else { continue }
      for row in 0..<parameter.rows {
        parameter.values.set(row: row, to: Array(parameter.values.copy(row: row).prefix(SpokenList.channels)) + [Float](repeating: 0, count: vectors))
      }
    }
  }

  /// What ``write(to:)`` wrote.
  ///
  /// - Throws: ``TableFileError``.
  public convenience init(path: String) throws(TableFileError) {
    let file = try TableFile(name: Self.fileName, path: path)
    let header = try file.header(as: Header.self) { [$0.words, $0.graph, $0.sound].allSatisfy((0...4096).contains) }
    self.init(header.features, words: header.words, graph: header.graph, sound: header.sound, seed: 0)
    try file.fill(parameters)
  }

  public func write(to path: String) throws {
    try TableFile.write(name: Self.fileName, header: shape, weights: parameters, to: path)
  }

  public var parameters: [Parameter] { (features == .mixed ? [] : model.parameters) + [weights] }

  /// How likely each entry of a list is the one that was named, the last one's being that none of them was.
  public func probabilities(_ list: SpokenList, compute: Compute) -> [Float] {
    let pass = TrainingPass(compute: compute, isTraining: false)
    var scores = scores([list], features == .mixed ? nil : model.forward([list.tokens(features)], pass: pass))[0]
    softmax(&scores)
    return scores
  }

  /// Adds what the channels say to what a forward left.
  func scores(_ lists: [SpokenList], _ memory: FusionTransformer.Memory?) -> [[Float]] {
    let factors = weights.values.copy(row: 0), scored = memory?.scores[.candidate]
    var row = 0
    return lists.map { list in
      list.entries.map { entry in
        defer { row += 1 }
        return VectorMath.dot(entry.channels, factors) + (scored.map { $0[row, 0] } ?? 0)
      }
    }
  }
}
