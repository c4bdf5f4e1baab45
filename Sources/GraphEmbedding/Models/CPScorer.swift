public import Kernels

/// CP (Hitchcock 1927; Lacroix et al. 2018): Σ s·p·o with one vector for an entity as subject and another as object.
public struct CPScorer: TripleScorer {
  /// Elements of each of the two vectors, in whole lanes of 16.
  public let rank: Int

  /// - Parameter rank: rounded up to a multiple of 16.
  public init(rank: Int) { self.rank = (rank + 15) / 16 * 16 }

  public var entityWidth: Int { 2 * rank }
  public var relationWidth: Int { rank }
  public var queryWidth: Int { rank }
  public var meeting: CandidateMeeting { .product }
  public var predictsRelations: Bool { true }
  public var isComplex: Bool { false }
  /// The first half of a row answers as subject, the second as object.
  public func candidateColumn(_ direction: QueryDirection) -> Int { direction == .object ? rank : 0 }

  private func part(_ rows: TableRows, asSubject: Bool) -> TableRows {
    TableRows(rows.table, indices: rows.indices, firstColumn: asSubject ? 0 : rank, columns: rank, firstRow: rows.firstRow)
  }

  public func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(part(anchors, asSubject: direction == .object), relations, into: queries, rows: rows)
  }

  public func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    let asSubject = direction == .object
    kernels.elementProduct(relations, gradient, adding: true, into: part(anchorGradient, asSubject: asSubject), rows: rows)
    kernels.elementProduct(part(anchors, asSubject: asSubject), gradient, adding: true, into: relationGradient, rows: rows)
  }

  public func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(part(subjects, asSubject: true), part(objects, asSubject: false), into: queries, rows: rows)
  }

  public func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(part(objects, asSubject: false), gradient, adding: true, into: part(subjectGradient, asSubject: true), rows: rows)
    kernels.elementProduct(part(subjects, asSubject: true), gradient, adding: true, into: part(objectGradient, asSubject: false), rows: rows)
  }
}
