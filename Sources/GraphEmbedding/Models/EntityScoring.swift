import Kernels

/// Scores of all entities for batches of questions, in float32.
final class EntityScoring {
  private let model: EmbeddingModel
  private let pass: CandidatePass
  private let queries: FloatTable
  private let compute: Compute

  init(model: EmbeddingModel, batch: Int, compute: Compute) {
    let scorer = model.scorer
    self.model = model
    self.compute = compute
    pass = CandidatePass(
      candidates: model.entities.rows, batch: batch, width: scorer.queryWidth, entityWidth: scorer.entityWidth,
      meeting: scorer.meeting, rounds: false, trains: false, compute: compute)
    queries = FloatTable(rows: (batch + 15) / 16 * 16, columns: scorer.queryWidth)
  }

  /// (entities, questions): valid until the next call.
  func score(_ direction: QueryDirection, anchors: [Int32], relations: [Int32]) -> FloatBlock {
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
}
