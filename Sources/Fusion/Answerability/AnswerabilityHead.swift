import Glibc
public import Kernels
import Layers
import Models
public import Training

/// Tells from what the evidence shows how likely the best of it answers the question: best sentences and passages are tokens beside one for the question
/// and what would be said; the sequence's own token tells.
///
/// 20,000 weights, a tenth of a millisecond. Nothing in it changes once it was trained or read, and each forward has memory of its own; the compiler
/// cannot see that of parameters.
public final class AnswerabilityHead: @unchecked Sendable {
  public static let fileName = "answerability.weights"
  private static let format: [UInt8] = Array("KGANSWB".utf8) + [1]

  private struct Header: Codable {
    var question, sentence, passage: Int
    var encoder: String
    var least: Double
  }

  /// The text encoder whose similarities it learnt from.
  public var encoder: String { header.encoder }
  /// Below this probability it is better to abstain: it loses few of the answers that are right.
  public var least: Double {
    get { header.least }
    set { header.least = newValue }
  }

  let model: FusionTransformer
  private var header: Header
  private let compute: Compute

  /// Untrained.
  ///
  /// - Parameter like: a look whose rows are as long as all others'.
  public convenience init(like look: EvidenceLook, encoder: String, seed: UInt64, compute: Compute) {
    self.init(
      Header(
        question: look.question.count, sentence: look.sentences.first?.count ?? 1, passage: look.passages.first?.count ?? 1, encoder: encoder, least: 0),
      seed: seed, compute: compute)
  }

  private init(_ header: Header, seed: UInt64, compute: Compute) {
    var shape = FusionConfiguration(
      features: [.entity: header.question, .candidate: header.sentence, .passage: header.passage], classes: [1])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (32, 2, 2, 64)
    model = FusionTransformer(shape, seed: seed)
    self.header = header
    self.compute = compute
  }

  /// What ``write(to:)`` wrote.
  ///
  /// - Throws: `TableFileError`.
  public convenience init(path: String, compute: Compute) throws(TableFileError) {
    let file = try TableFile(name: Self.format, path: path)
    let header = try file.header(as: Header.self) { header in
      [header.question, header.sentence, header.passage].allSatisfy((1...256).contains) && (0...1).contains(header.least)
    }
    self.init(header, seed: 0, compute: compute)
    try file.fill(model.parameters)
  }

  public func write(to path: String) throws {
    try TableFile.write(name: Self.format, header: header, weights: model.parameters, to: path)
  }

  /// How likely the evidence answers; nil where the look is not one that it learnt.
  public func probability(_ look: EvidenceLook) -> Double? {
    guard fits(look) else { return nil }
    let memory = model.forward([Self.tokens(look)], pass: TrainingPass(compute: compute, isTraining: false))
    return 1 / (1 + exp(-Double(memory.classes[0][0, 0])))
  }

  func fits(_ look: EvidenceLook) -> Bool {
    look.question.count == header.question && look.sentences.allSatisfy { $0.count == header.sentence } && look.passages.allSatisfy { $0.count == header.passage }
  }

  static func tokens(_ look: EvidenceLook) -> FusionTokens {
    FusionTokens([.entity: [look.question], .candidate: look.sentences, .passage: look.passages])
  }
}
