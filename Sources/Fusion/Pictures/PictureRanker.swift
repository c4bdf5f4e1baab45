import Glibc
public import Kernels
public import Layers
public import Models
public import Perception
import Synchronization
public import Training

/// Says how well each of some pictures fits a question: how a picture's lines meet the question and what sort of picture it is are one sequence a picture.
///
/// Score = gate × what another search gave + what the Transformer's own token says, which starts at zero. Nothing in it changes once it was trained or read,
/// and each forward has memory of its own; the compiler cannot see that of parameters.
///
/// - Complexity: 16 pictures of 15 lines two milliseconds: rank the best of a search, not a whole store.
public final class PictureRanker: @unchecked Sendable {
  /// What of a picture becomes tokens.
  public enum Features: String, Sendable, CaseIterable, Codable {
    /// What lines share with the question, how its stretches are met, and the sort of picture.
    case marks
    /// The same with the lines' vectors and what the detector of text saw; the same with pixels, and what the question's stretches mean.
    case marksAndVectors, marksAndPixels
    case pixels

    var hasLines: Bool { self != .pixels }
    var hasVectors: Bool { self == .marksAndVectors }
    var hasPixels: Bool { self == .pixels || self == .marksAndPixels }
  }

  /// What the file of one is called beside the reader's weights.
  public static let shippedName = "pictures.weights"
  /// Pictures that one list holds at most, as in training.
  public static let most = 16
  private static let fileName: [UInt8] = Array("KGPICTR".utf8) + [1]

  private struct Header: Codable {
    var encoder: String
  }

  public let features: Features
  /// The text encoder whose states and vectors it reads.
  public let encoder: String
  public let model: FusionTransformer
  /// Logarithm of what the other search's score counts (1, 1).
  public let gate: Parameter
  private let sorts = Mutex<[PictureSort: [Float]]>([:])

  /// Untrained.
  ///
  /// - Parameters:
  ///   - dimension: of the text encoder's vectors and states.
  ///   - visual: numbers that the detector of text gives a line.
  ///   - pooled: numbers that the image encoder gives a picture.
  public init(_ features: Features, encoder: String, dimension: Int = 0, visual: Int = 0, pooled: Int = 0, seed: UInt64) {
    self.features = features
    self.encoder = encoder
    var shape = FusionConfiguration(
      features: [
        .word: (features.hasLines ? PictureList.stretchChannels : 0) + (features.hasPixels ? dimension : 0),
        .line: features.hasLines ? PictureList.lineChannels + (features.hasVectors ? 2 * dimension + visual : 0) : 0,
        .pixels: (features.hasLines ? PictureList.sortChannels : 0) + (features.hasPixels ? pooled : 0),
      ], classes: [1])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (64, 2, 4, 128)
    model = FusionTransformer(shape, seed: seed)
    gate = Parameter("picture_gate", columns: 1).fill(2)
    for parameter in model.parameters where parameter.name.hasPrefix("classes") { parameter.fill(0) }
  }

  /// What ``write(to:)`` wrote: a ranker by marks.
  ///
  /// - Throws: `TableFileError`.
  public convenience init(path: String) throws(TableFileError) {
    let file = try TableFile(name: Self.fileName, path: path)
    let header = try file.header(as: Header.self)
    self.init(.marks, encoder: header.encoder, seed: 0)
    try file.fill(parameters)
  }

  /// Writes one that ranks by marks, which alone can be used without the pictures themselves.
  public func write(to path: String) throws {
    precondition(features == .marks, "PictureRanker: only one by marks is written")
    try TableFile.write(name: Self.fileName, header: Header(encoder: encoder), weights: parameters, to: path)
  }

  public var parameters: [Parameter] { model.parameters + [gate] }

  /// The vectors of the sorts' words, made when they are first asked for.
  ///
  /// - Parameter encoder: the one that it learnt from.
  public func sorts(by encoder: TextEncoder) throws -> [PictureSort: [Float]] {
    let known = sorts.withLock { $0 }
    if !known.isEmpty { return known }
    let made = try PictureSort.vectors(by: encoder)
    sorts.withLock { $0 = made }
    return made
  }

  /// A score for each picture of a list, a larger one better; comparable within the list alone.
  public func rank(_ list: PictureList, compute: Compute) -> [Float] {
    let pass = TrainingPass(compute: compute, isTraining: false), factor = expf(gate.values[0, 0])
    return stride(from: 0, to: list.pictures.count, by: 32).flatMap { start in
      let part = start..<min(start + 32, list.pictures.count)
      let memory = model.forward(part.map { list.tokens(of: $0, features) }, pass: pass)
      return part.map { factor * list.prior[$0] + memory.classes[0][$0 - start, 0] }
    }
  }
}
