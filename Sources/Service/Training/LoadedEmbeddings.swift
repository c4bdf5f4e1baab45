import GraphEmbedding
import Kernels
import KnowledgeGraph
import RDF
import Wire

/// Embeddings as predictions use them: brought to the graph as it is now.
///
/// Nothing of it is written once it is made, so threads may share it; the compiler cannot see that of tables.
final class LoadedEmbeddings: @unchecked Sendable {
  let embeddings: GraphEmbeddings
  let graph: StoredGraph
  /// The trained vectors in the order of the graph's numbers, new things with vectors from their neighbours.
  let model: EmbeddingModel
  let predictor: LinkPredictor
  /// Whether the graph is as it was when training began.
  let isCurrent: Bool
  /// By relation, the things that are its subjects and its objects.
  private let subjects, objects: [Set<Int32>]

  init(_ embeddings: GraphEmbeddings, graph: StoredGraph, compute: Compute) throws {
    guard let model = embeddings.adapted(to: graph.triples, settings: embeddings.settings, neighbours: graph.known, compute: compute) else {
      throw RequestError(500, "embeddings", "the embeddings do not fit their own settings; train them again")
    }
    self.embeddings = embeddings
    self.graph = graph
    self.model = model
    isCurrent = GraphFingerprint(graph.triples) == embeddings.graph
    predictor = LinkPredictor(
      model: model, calibration: embeddings.calibration, asserted: graph.held, candidates: graph.candidates, compute: compute)
    var subjects = [Set<Int32>](repeating: [], count: graph.triples.relations.count), objects = subjects
    for triple in graph.known {
      subjects[Int(triple.relation)].insert(triple.subject)
      objects[Int(triple.relation)].insert(triple.object)
    }
    self.subjects = subjects
    self.objects = objects
  }

  func entity(_ term: Term) -> Int32? { graph.triples.entities.number(of: StoredGraph.name(of: term)) }
  func term(_ entity: Int32) -> Term {
    let name = graph.triples.entities.names[Int(entity)]
    return name.hasPrefix("_:") ? .blank(String(name.dropFirst(2))) : .iri(name)
  }
  func term(relation: Int32) -> Term { .iri(graph.triples.relations.names[Int(relation)]) }

  /// The relations that a thing has, as subject or as object: those of which links with it are worth predicting.
  func relations(of entity: Int32, asked direction: QueryDirection) -> [Int32] {
    guard graph.isAnswer[Int(entity)] else { return [] }
    let having = direction == .object ? subjects : objects
    return having.indices.filter { having[$0].contains(entity) }.map { Int32($0) }
  }
}

extension ReliabilityShape {
  init(_ calibration: Calibration) {
    self.init(
      temperature: Double(calibration.temperature), expectedError: calibration.expectedError,
      bins: calibration.bins.map { Bin(count: $0.count, promised: $0.promised, held: $0.held) })
  }
}

extension TrainedGraphShape {
  init(_ embeddings: GraphEmbeddings, current: Bool, name: (String) -> String) {
    let record = embeddings.record, settings = embeddings.settings
    func score(_ score: TrainingRecord.Score, of: String? = nil) -> Score {
      Score(of: of, count: score.count, mrr: score.meanReciprocalRank, hits1: score.hitsAt1, hits3: score.hitsAt3, hits10: score.hitsAt10)
    }
    self.init(
      domain: record.selection.domain?.rawValue, inferred: record.selection.takesInferred, model: settings.model.rawValue,
      rank: settings.rank, regulariser: Double(settings.regulariser), relationWeight: Double(settings.relationWeight), seed: settings.seed,
      entities: embeddings.entities.count, relations: embeddings.relations.count, triples: embeddings.graph.triples, current: current,
      fineTuned: record.isFineTuned, trained: record.trained, epochs: record.points.last?.epoch ?? 0, bestEpoch: record.bestEpoch,
      validationMRR: record.validation, test: record.test.map { score($0) },
      byCategory: record.byCategory.sorted { $0.key < $1.key }.map { score($0.value, of: $0.key) },
      byRelation: record.byRelation.map { score($0.value, of: name($0.key)) }.sorted { (-$0.count, $0.of ?? "") < (-$1.count, $1.of ?? "") },
      reliability: ReliabilityShape(embeddings.calibration))
  }
}
