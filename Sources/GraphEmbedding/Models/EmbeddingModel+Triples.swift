import Kernels

extension EmbeddingModel {
  /// The query of one question.
  func query(_ direction: QueryDirection, anchor: Int32, relation: Int32, kernels: EmbeddingKernels) -> [Float] {
    let asked = asked(direction), query = FloatTable(rows: 1, columns: scorer.queryWidth)
    scorer.makeQueries(
      asked.direction, anchors: TableRows(entities, indices: [anchor]),
      relations: TableRows(relations, indices: [relation + asked.offset]), into: TableRows(query), rows: 0..<1, kernels: kernels)
    return query.copy(row: 0)
  }

  /// The vector with which an entity answers a direction.
  func candidate(_ direction: QueryDirection, _ entity: Int32) -> [Float] {
    let column = scorer.candidateColumn(asked(direction).direction)
    return Array(entities.copy(row: Int(entity))[column..<column + scorer.queryWidth])
  }

  /// How the score of a triple, asked for its object, changes with its subject's and its object's rows.
  func slopes(_ triple: NumberedTriple, kernels: EmbeddingKernels) -> (subject: [Float], object: [Float]) {
    let query = query(.object, anchor: triple.subject, relation: triple.relation, kernels: kernels)
    let candidate = candidate(.object, triple.object), meeting = scorer.meeting
    let byCandidate = meeting.slope(query, candidate)
    let byQuery = FloatTable(rows: 1, columns: scorer.queryWidth)
    byQuery.set(row: 0, to: meeting == .product ? candidate : byCandidate.map { -$0 })
    let subject = FloatTable(rows: 1, columns: scorer.entityWidth), relation = FloatTable(rows: 1, columns: scorer.relationWidth)
    scorer.addGradients(
      .object, anchors: TableRows(entities, indices: [triple.subject]), relations: TableRows(relations, indices: [triple.relation]),
      gradient: TableRows(byQuery), anchorGradient: TableRows(subject), relationGradient: TableRows(relation), rows: 0..<1,
      kernels: kernels)
    var object = [Float](repeating: 0, count: scorer.entityWidth)
    let column = scorer.candidateColumn(.object)
    for k in byCandidate.indices { object[column + k] = byCandidate[k] }
    return (subject.copy(row: 0), object)
  }
}
