import Glibc
public import Kernels
import Layers
import Models
public import Training

/// Tells which thing a question means by a misspelt word, or that it means none: the question's words and the candidates are one sequence of a fusion
/// Transformer, and each candidate's token tells how likely it is meant.
///
/// A question with candidates costs their names' vectors and half a millisecond. Nothing in it changes once it was trained or read, and each forward
/// has memory of its own; the compiler cannot see that of parameters.
public final class FusionLinker: @unchecked Sendable {
  /// What the file of one is called beside the reader's weights.
  public static let shippedName = "linker.weights"
  private static let fileName: [UInt8] = Array("KGLINKR".utf8) + [1]

  private struct Header: Codable {
    var dimension: Int
    var encoder: String
  }

  /// The text encoder whose states and vectors it reads.
  public let encoder: String
  let model: FusionTransformer
  private let dimension: Int
  private let compute: Compute

  /// Untrained.
  ///
  /// - Parameter dimension: elements of the text encoder's vectors and states.
  public init(dimension: Int, encoder: String, seed: UInt64, compute: Compute) {
    var shape = FusionConfiguration(features: [.word: dimension, .candidate: 2 * dimension + LinkCandidate.channels], scored: [.candidate])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (64, 2, 4, 128)
    model = FusionTransformer(shape, seed: seed)
    (self.dimension, self.encoder, self.compute) = (dimension, encoder, compute)
  }

  /// What ``write(to:)`` wrote.
  ///
  /// - Throws: `TableFileError`.
  public convenience init(path: String, compute: Compute) throws(TableFileError) {
    let file = try TableFile(name: Self.fileName, path: path)
    let header = try file.header(as: Header.self) { (1...4096).contains($0.dimension) }
    self.init(dimension: header.dimension, encoder: header.encoder, seed: 0, compute: compute)
    try file.fill(model.parameters)
  }

  public func write(to path: String) throws {
    try TableFile.write(name: Self.fileName, header: Header(dimension: dimension, encoder: encoder), weights: model.parameters, to: path)
  }

  /// How likely each candidate is meant.
  ///
  /// - Parameters:
  ///   - words: the states of the question's word pieces.
  ///   - vector: of a label or kind.
  public func probabilities(words: [[Float]], candidates: [LinkCandidate], vector: (String) -> [Float]) -> [Double] {
    guard !candidates.isEmpty else { return [] }
    return probabilities(LinkQuestion(words: words, rows: candidates.map { $0.row(beside: candidates, vector: vector) }, right: []))
  }

  /// The same for questions that were made.
  public func probabilities(_ question: LinkQuestion) -> [Double] {
    guard !question.rows.isEmpty else { return [] }
    let memory = model.forward([question.tokens], pass: TrainingPass(compute: compute, isTraining: false))
    guard let scores = memory.scores[.candidate] else { return [] }
    return (0..<scores.rows).map { 1 / (1 + exp(-Double(scores[$0, 0]))) }
  }
}
