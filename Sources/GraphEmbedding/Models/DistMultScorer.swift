public import Kernels

/// DistMult (Yang et al. 2015): Σ s·p·o. The same for a triple and its reverse, unless relations have reciprocals.
public struct DistMultScorer: TripleScorer {
  public let rank: Int

  public init(rank: Int) { self.rank = rank }

  public var entityWidth: Int { rank }
  public var relationWidth: Int { rank }
  public var queryWidth: Int { rank }
  public var meeting: CandidateMeeting { .product }
  public var predictsRelations: Bool { true }
  public var isComplex: Bool { false }

  public func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(anchors, relations, into: queries, rows: rows)
  }

  public func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(relations, gradient, adding: true, into: anchorGradient, rows: rows)
    kernels.elementProduct(anchors, gradient, adding: true, into: relationGradient, rows: rows)
  }

  public func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(subjects, objects, into: queries, rows: rows)
  }

  public func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.elementProduct(objects, gradient, adding: true, into: subjectGradient, rows: rows)
    kernels.elementProduct(subjects, gradient, adding: true, into: objectGradient, rows: rows)
  }
}
