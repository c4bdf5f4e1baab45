public import Kernels

/// ComplEx (Trouillon et al. 2016): the real part of Σ s·p·conj(o) over complex vectors.
public struct ComplExScorer: TripleScorer {
  /// Complex numbers of a row.
  public let rank: Int

  public init(rank: Int) { self.rank = rank }

  public var entityWidth: Int { 2 * rank }
  public var relationWidth: Int { 2 * rank }
  public var queryWidth: Int { 2 * rank }
  public var meeting: CandidateMeeting { .product }
  public var predictsRelations: Bool { true }
  public var isComplex: Bool { true }

  public func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels
  ) {
    kernels.complexProduct(relations, anchors, conjugate: direction == .subject, into: queries, rows: rows)
  }

  public func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    switch direction {
    case .object:
      kernels.complexProduct(relations, gradient, conjugate: true, adding: true, into: anchorGradient, rows: rows)
      kernels.complexProduct(anchors, gradient, conjugate: true, adding: true, into: relationGradient, rows: rows)
    case .subject:
      kernels.complexProduct(relations, gradient, adding: true, into: anchorGradient, rows: rows)
      kernels.complexProduct(gradient, anchors, conjugate: true, adding: true, into: relationGradient, rows: rows)
    }
  }

  public func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.complexProduct(subjects, objects, conjugate: true, into: queries, rows: rows)
  }

  public func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.complexProduct(gradient, objects, conjugate: true, adding: true, into: subjectGradient, rows: rows)
    kernels.complexProduct(subjects, gradient, adding: true, into: objectGradient, rows: rows)
  }
}
