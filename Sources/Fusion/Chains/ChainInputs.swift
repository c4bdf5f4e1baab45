public import GraphEmbedding
import Kernels
public import Models
public import Perception

/// What the tokens of chain questions are made of: their words' states, the label vectors of the things they name, those things' graph embedding.
public final class ChainInputs {
  private let embedding: EmbeddingModel
  private let encoder: TextEncoder
  private let scale: Float
  private var states: [String: [[Float]]] = [:]
  private var labels: [Int32: [Float]] = [:]

  public init(embedding: EmbeddingModel, encoder: TextEncoder) {
    self.embedding = embedding
    self.encoder = encoder
    scale = embedding.evenScale
  }

  public var wordWidth: Int { encoder.dimension }

  public func entityWidth(_ features: FusionInputs.EntityFeatures) -> Int {
    switch features {
    case .none: 0
    case .label: encoder.dimension
    case .labelAndGraph: encoder.dimension + embedding.entities.columns
    }
  }

  /// Encodes questions and the names in them, where that was not done before.
  ///
  /// - Parameter names: of all things, by number.
  public func prepare(_ questions: [ChainQuestion], names: [String]) throws {
    let new = Array(Set(questions.map(\.text)).filter { states[$0] == nil }), things = Array(Set(questions.map(\.entity)).filter { labels[$0] == nil })
    for (text, rows) in zip(new, try encoder.states(new)) { states[text] = rows }
    for (thing, vector) in zip(things, try encoder.encode(things.map { names[Int($0)] })) { labels[thing] = vector }
  }

  /// The tokens of a question that was prepared.
  public func tokens(of question: ChainQuestion, _ features: FusionInputs.EntityFeatures) -> FusionTokens {
    let label = labels[question.entity] ?? [], row = Int(question.entity)
    let things: [[Float]] =
      switch features {
      case .none: []
      case .label: [label]
      case .labelAndGraph: [label + embedding.entities.copy(row: row).map { $0 * scale }]
      }
    return FusionTokens([.word: states[question.text] ?? [], .entity: things])
  }

  /// The mean of a question's word states: what a plain classifier reads.
  public func sentence(_ question: ChainQuestion) -> [Float] {
    var mean = [Float](repeating: 0, count: wordWidth)
    let rows = states[question.text] ?? []
    for row in rows { for i in mean.indices { mean[i] += row[i] / Float(rows.count) } }
    return mean
  }
}

extension EmbeddingModel {
  /// What the entities' vectors are multiplied with so that one's mean length is 1, as a label's vector has.
  var evenScale: Float {
    let square = (0..<entities.rows).reduce(0.0) { sum, row in sum + entities.copy(row: row).reduce(0.0) { $0 + Double($1 * $1) } }
    return Float(1 / max(square / Double(max(1, entities.rows)), 1e-12).squareRoot())
  }
}
