public import Kernels

/// Ranks right answers among all entities, other known answers left out.
///
/// Both directions; ties take the mean of the best and the worst rank they allow. Checked against PyKEEN's "realistic"
/// ranks on the same scores.
public struct Evaluator {
  private let known: KnownAnswers
  private let categories: [RelationCategory]
  private let compute: Compute
  static let batch = 128

  /// - Parameter triples: whose train, validation and test triples are the known answers.
  public init(triples: TripleSet, compute: Compute) {
    known = KnownAnswers([triples.train, triples.validation, triples.test])
    categories = RelationCategory.ofRelations(in: triples.train + triples.validation + triples.test, relations: triples.relations.count)
    self.compute = compute
  }

  /// Ranks both directions of every triple by the model.
  public func evaluate(_ model: EmbeddingModel, on triples: [NumberedTriple]) -> RankingReport { evaluate(model, on: triples, lending: nil) }

  /// - Parameter scores: a table that may be overwritten, used where it is large enough.
  func evaluate(_ model: EmbeddingModel, on triples: [NumberedTriple], lending scores: FloatTable?) -> RankingReport {
    let scoring = EntityScores(model: model, batch: Self.batch, lending: scores, compute: compute)
    var report = RankingReport()
    for direction in QueryDirection.allCases {
      for start in stride(from: 0, to: triples.count, by: Self.batch) {
        let batch = triples[start..<min(triples.count, start + Self.batch)]
        let scores = scoring.block(
          direction, anchors: batch.map { direction == .object ? $0.subject : $0.object }, relations: batch.map(\.relation))
        add(batch, direction: direction, scores: scores, to: &report)
      }
    }
    return report
  }

  /// Ranks both directions of every triple by scores made elsewhere: what `scores` returns for (direction, triple) has
  /// one score an entity.
  public func evaluate(
    on triples: [NumberedTriple], entities: Int, scores: (QueryDirection, NumberedTriple) -> [Float]
  ) -> RankingReport {
    var report = RankingReport()
    let table = FloatTable(rows: entities, columns: 1)
    for direction in QueryDirection.allCases {
      for triple in triples {
        let values = scores(direction, triple)
        precondition(values.count == entities, "Evaluator: \(values.count) scores for \(entities) entities")
        for (i, value) in values.enumerated() { table[i, 0] = value }
        add([triple][...], direction: direction, scores: table.all, to: &report)
      }
    }
    return report
  }

  /// Ranks the right answer of each column of `scores` (entities, batch).
  private func add(
    _ batch: ArraySlice<NumberedTriple>, direction: QueryDirection, scores: FloatBlock, to report: inout RankingReport
  ) {
    let kernels = EmbeddingKernels(compute.instructionSet), lanes = scores.lanes
    let limits = FloatTable(rows: 1, columns: lanes)
    for (lane, triple) in batch.enumerated() { limits[0, lane] = scores.table[Int(answer(of: triple, direction)), lane] }
    var above = [Int32](repeating: 0, count: lanes), equal = above
    kernels.countAbove(scores, limits: limits.all, above: &above, equal: &equal)
    for (lane, triple) in batch.enumerated() {
      let right = answer(of: triple, direction), limit = limits[0, lane]
      let others = direction == .object
        ? known.objects(triple.subject, triple.relation) : known.subjects(triple.relation, triple.object)
      // A score that is no number would count as beaten by nothing: it ranks last instead.
      var more = limit.isNaN ? Int32(scores.rows.count - 1) : above[lane], same = limit.isNaN ? 1 : equal[lane]
      if !limit.isNaN {
        for other in others where other != right {
          let score = scores.table[Int(other), lane]
          if score > limit { more -= 1 } else if score == limit { same -= 1 }
        }
      }
      let rank = Double(more) + 1 + Double(same - 1) / 2
      report.all.add(rank: rank)
      if direction == .object { report.objects.add(rank: rank) } else { report.subjects.add(rank: rank) }
      report.byRelation[triple.relation, default: RankingMetrics()].add(rank: rank)
      report.byCategory[categories[Int(triple.relation)], default: RankingMetrics()].add(rank: rank)
    }
  }

  private func answer(of triple: NumberedTriple, _ direction: QueryDirection) -> Int32 {
    direction == .object ? triple.object : triple.subject
  }
}
