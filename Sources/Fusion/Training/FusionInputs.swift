import Glibc
public import GraphEmbedding
import Kernels
public import Models
public import Perception

/// What the tokens are made of, computed once: states of questions' words, vectors of things' labels, their graph embedding.
public final class FusionInputs {
  public let graph: FusionGraph
  public let embedding: EmbeddingModel
  /// Logarithm of a thing's edges in what the graph embedding learnt from, by number.
  public let popularity: [Float]
  private let places: [[Float]]
  private let texts: EncodedTexts
  private let neighbourhood: Neighbourhood
  private var held: (EntityScores, room: Int)?

  /// - Parameters:
  ///   - embedding: trained on `seen` alone.
  ///   - seen: the edges whose counts make popularity, and which put neighbours beside a thing.
  public init(_ graph: FusionGraph, embedding: EmbeddingModel, seen: [NumberedTriple], encoder: TextEncoder) throws {
    self.graph = graph
    self.embedding = embedding
    texts = EncodedTexts(encoder)
    var degree = [Float](repeating: 0, count: graph.entities.count)
    for edge in seen { degree[Int(edge.object)] += 1 }
    popularity = degree.map { logf(1 + $0) }
    try texts.prepare(names: graph.entities.map(\.label) + graph.relations.map(Neighbourhood.words))
    neighbourhood = Neighbourhood(graph, seen: seen) { [texts] in texts.vector(of: $0) }
    let scale = embedding.evenScale
    places = graph.entities.indices.map { embedding.entities.copy(row: $0).map { $0 * scale } }
  }

  /// Asks the graph embedding for the scores of so many questions at a time; made once for all batches that are no larger.
  func scorer(batch: Int, compute: Compute) -> EntityScores {
    if let (scorer, room) = held, room >= batch { return scorer }
    let scorer = EntityScores(model: embedding, batch: max(1, batch), compute: compute)
    held = (scorer, batch)
    return scorer
  }

  public var wordWidth: Int { texts.width }

  public func entityWidth(_ features: EntityFeatures) -> Int { features.width(label: texts.width, graph: embedding.entities.columns) }

  /// Encodes the questions' words, where that was not done before.
  public func prepare(_ questions: [FusionQuestion]) throws {
    try texts.prepare(questions: questions.map(\.text))
  }

  /// The tokens of a question that was prepared.
  public func tokens(of question: FusionQuestion, _ features: EntityFeatures) -> FusionTokens {
    let entity = Int(question.entity)
    let rows = features.rows(label: texts.vector(of: graph.entities[entity].label), graph: places[entity])
    return FusionTokens([.word: texts.states(of: question.text), .entity: rows, .neighbour: features.hasNeighbours ? neighbourhood.rows(for: question) : []])
  }

  /// The vector of a question as a sentence, for the plain pipeline.
  public func sentences(_ questions: [FusionQuestion]) throws -> [[Float]] { try texts.encoder.encode(questions.map(\.text)) }
}
