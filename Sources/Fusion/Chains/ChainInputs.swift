public import GraphEmbedding
import Kernels
public import Models
public import Perception

/// What the tokens of chain questions are made of: their words' states, the label vectors of the things they name, those things' graph embedding.
public final class ChainInputs {
  private let embedding: EmbeddingModel
  private let texts: EncodedTexts
  private let names: [String]
  private let scale: Float

  /// - Parameter names: of all things, by number.
  public init(embedding: EmbeddingModel, names: [String], encoder: TextEncoder) {
    self.embedding = embedding
    self.names = names
    texts = EncodedTexts(encoder)
    scale = embedding.evenScale
  }

  public var wordWidth: Int { texts.width }

  public func entityWidth(_ features: EntityFeatures) -> Int { features.width(label: texts.width, graph: embedding.entities.columns) }

  /// Encodes questions and the names in them, where that was not done before.
  public func prepare(_ questions: [ChainQuestion]) throws {
    try texts.prepare(questions: questions.map(\.text), names: questions.map { names[Int($0.entity)] })
  }

  /// The tokens of a question that was prepared.
  public func tokens(of question: ChainQuestion, _ features: EntityFeatures) -> FusionTokens {
    let row = Int(question.entity)
    let things = features.rows(label: texts.vector(of: names[row]), graph: embedding.entities.copy(row: row).map { $0 * scale })
    return FusionTokens([.word: texts.states(of: question.text), .entity: things])
  }
}

extension EmbeddingModel {
  /// What the entities' vectors are multiplied with so that one's mean length is 1, as a label's vector has.
  var evenScale: Float {
    let square = (0..<entities.rows).reduce(0.0) { sum, row in sum + entities.copy(row: row).reduce(0.0) { $0 + Double($1 * $1) } }
    return Float(1 / max(square / Double(max(1, entities.rows)), 1e-12).squareRoot())
  }
}
