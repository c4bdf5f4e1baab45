public import Kernels

/// Scores of all entities for batches of questions, in float32.
public final class EntityScores {
  private let model: EmbeddingModel
  private let pass: CandidatePass
  private let queries: FloatTable
  private let compute: Compute

  /// - Parameter batch: the most questions of one call.
  public convenience init(model: EmbeddingModel, batch: Int, compute: Compute) {
    self.init(model: model, batch: batch, lending: nil, compute: compute)
  }

  /// - Parameter scores: a table that may be overwritten, used where it is large enough.
  init(model: EmbeddingModel, batch: Int, lending scores: FloatTable?, compute: Compute) {
    let scorer = model.scorer
    self.model = model
    self.compute = compute
    pass = CandidatePass(
      candidates: model.entities.rows, batch: batch, width: scorer.queryWidth, entityWidth: scorer.entityWidth,
      meeting: scorer.meeting, rounds: false, trains: false, lending: scores, compute: compute)
    queries = FloatTable(rows: (batch + 15) / 16 * 16, columns: scorer.queryWidth)
  }

  /// (entities, questions): valid until the next call.
  func block(_ direction: QueryDirection, anchors: [Int32], relations: [Int32]) -> FloatBlock {
    let scorer = model.scorer, asked = model.asked(direction)
    let anchorRows = TableRows(model.entities, indices: anchors)
    let relationRows = TableRows(model.relations, indices: relations.map { $0 + asked.offset })
    scorer.makeQueries(
      asked.direction, anchors: anchorRows, relations: relationRows, into: TableRows(queries), rows: 0..<anchors.count,
      kernels: pass.kernels)
    pass.score(
      queries, count: anchors.count,
      candidates: FloatBlock(
        table: model.entities, rows: 0..<model.entities.rows, firstColumn: scorer.candidateColumn(asked.direction),
        columns: scorer.queryWidth)) { _ in }
    return FloatBlock(table: pass.scores, rows: 0..<model.entities.rows, firstColumn: 0, columns: anchors.count)
  }

  /// For each question the scores of all entities.
  public func scores(_ direction: QueryDirection, anchors: [Int32], relations: [Int32]) -> [[Float]] {
    precondition(anchors.count == relations.count && anchors.count <= queries.rows, "EntityScores: \(anchors.count) questions")
    let block = block(direction, anchors: anchors, relations: relations)
    return anchors.indices.map { lane in (0..<model.entities.rows).map { block.table[$0, lane] } }
  }
}

extension CandidateMeeting {
  /// The slope of a score by the candidate; by the query it is this for a product with the parts swapped, else its opposite.
  func slope(_ query: [Float], _ candidate: [Float]) -> [Float] {
    switch self {
    case .product: return query
    case .manhattan: return query.indices.map { query[$0] > candidate[$0] ? 1 : query[$0] < candidate[$0] ? -1 : 0 }
    case .squared: return query.indices.map { 2 * (query[$0] - candidate[$0]) }
    case .modulus:
      let half = query.count / 2
      return query.indices.map { k in
        let (u, v) = (query[k] - candidate[k], query[(k + half) % query.count] - candidate[(k + half) % query.count])
        return u / ((u * u + v * v).squareRoot() + 1e-30)
      }
    }
  }
}
