import Glibc
public import GraphEmbedding
public import Kernels
import Layers

/// Follows a chain of relations from a thing through a graph of which a part is missing: known edges are certain, others as likely as the graph
/// embedding says; a hop goes on from the likeliest things of the one before.
///
/// The idea is beam search over answers of single hops (Arakelyan et al. 2021). A hop asks the embedding for a row of scores a thing.
public final class ChainWalker {
  private let graph: KnownAnswers
  private let scorer: EntityScores
  private let entities: Int
  /// Things that a hop goes on from.
  public let beam: Int
  /// A softmax over scores divided by this.
  public var temperature: Float = 1
  /// What a foretold edge can be worth at most beside a known one.
  public var trust: Float = 0.5
  /// Without it only known edges are walked.
  public var usesEmbedding = true

  public init(_ triples: [NumberedTriple], embedding: EmbeddingModel, beam: Int = 16, compute: Compute) {
    graph = KnownAnswers([triples])
    scorer = EntityScores(model: embedding, batch: beam, compute: compute)
    entities = embedding.entities.rows
    self.beam = beam
  }

  /// How likely each thing, by number, stands at the end of the chain; the thing it starts from does not count.
  public func answers(from entity: Int32, along chain: RelationChain) -> [Float] {
    var weights: [(entity: Int32, weight: Float)] = [(entity, 1)]
    var reached: [Float] = []
    for (number, hop) in chain.hops.enumerated() {
      // Missing every way: 1 minus the product, in logarithms.
      var missed = [Float](repeating: 0, count: entities)
      for (row, step) in zip(probabilities(weights.map(\.entity), hop), weights) {
        for e in row.indices where row[e] > 1e-5 { missed[e] += log1pf(-min(0.999, row[e] * step.weight)) }
      }
      reached = missed.map { 1 - expf($0) }
      if Int(entity) < reached.count { reached[Int(entity)] = 0 }
      if number + 1 < chain.hops.count { weights = Self.best(reached, beam).map { (Int32($0), reached[$0]) } }
    }
    return reached
  }

  private func probabilities(_ starts: [Int32], _ hop: RelationChain.Hop) -> [[Float]] {
    let known = starts.filter { Int($0) < entities }
    guard !known.isEmpty else { return starts.map { _ in [Float](repeating: 0, count: entities) } }
    let rows = usesEmbedding
      ? scorer.scores(hop.isForward ? .object : .subject, anchors: known, relations: [Int32](repeating: hop.relation, count: known.count))
      : known.map { _ in [] }
    return zip(known, rows).map { start, scores in
      var row = [Float](repeating: 0, count: entities)
      if usesEmbedding {
        row = scores.map { $0 / temperature }
        softmax(&row)
        for e in row.indices { row[e] *= trust }
      }
      for right in hop.isForward ? graph.objects(start, hop.relation) : graph.subjects(hop.relation, start) { row[Int(right)] = 1 }
      return row
    }
  }

  static func best(_ values: [Float], _ count: Int) -> [Int] {
    var best: [Int] = [], least: Float = 0
    for (index, value) in values.enumerated() where value > least {
      let place = best.firstIndex { values[$0] < value } ?? best.count
      best.insert(index, at: place)
      if best.count > count { best.removeLast() }
      if best.count == count { least = values[best[count - 1]] }
    }
    return best
  }
}
