public import Kernels

/// TransE (Bordes et al. 2013): -|s + p - o|₁. Squaring the distance would make it a product, and worse (`README.md`).
public struct TransEScorer: TripleScorer {
  public let rank: Int

  public init(rank: Int) { self.rank = rank }

  public var entityWidth: Int { rank }
  public var relationWidth: Int { rank }
  public var queryWidth: Int { rank }
  public var meeting: CandidateMeeting { .manhattan }
  public var predictsRelations: Bool { true }
  public var isComplex: Bool { false }

  public func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels
  ) {
    kernels.copy(anchors, to: queries, rows: rows)
    kernels.add(relations, weight: direction == .object ? 1 : -1, to: queries, rows: rows)
  }

  public func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.add(gradient, to: anchorGradient, rows: rows)
    kernels.add(gradient, weight: direction == .object ? 1 : -1, to: relationGradient, rows: rows)
  }

  public func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.copy(objects, to: queries, rows: rows)
    kernels.add(subjects, weight: -1, to: queries, rows: rows)
  }

  public func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    kernels.add(gradient, weight: -1, to: subjectGradient, rows: rows)
    kernels.add(gradient, to: objectGradient, rows: rows)
  }
}
