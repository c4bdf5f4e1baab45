import Glibc
public import Kernels

/// RotatE (Sun et al. 2019): minus the distance of s·e^(iθ) and o, θ being the relation's phases.
///
/// The distance is a sum of moduli, or squared: then it is a product with corrections, twenty times as fast and as good
/// (`README.md`).
public struct RotatEScorer: TripleScorer {
  /// Complex numbers of an entity's row, phases of a relation's.
  public let rank: Int
  public let isSquared: Bool

  public init(rank: Int, isSquared: Bool) {
    self.rank = rank
    self.isSquared = isSquared
  }

  public var entityWidth: Int { 2 * rank }
  public var relationWidth: Int { rank }
  public var queryWidth: Int { 2 * rank }
  public var meeting: CandidateMeeting { isSquared ? .squared : .modulus }
  public var predictsRelations: Bool { false }
  public var isComplex: Bool { true }
  public var relationsArePhases: Bool { true }

  /// e^(iθ) of some rows.
  private func units(_ relations: TableRows, rows: Range<Int>) -> TableRows {
    let table = FloatTable(rows: rows.count, columns: 2 * rank)
    for i in rows {
      for k in 0..<rank {
        let phase = relations[i, k]
        table[i - rows.lowerBound, k] = cosf(phase)
        table[i - rows.lowerBound, k + rank] = sinf(phase)
      }
    }
    return TableRows(table, firstRow: rows.lowerBound)
  }

  public func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels
  ) {
    kernels.complexProduct(units(relations, rows: rows), anchors, conjugate: direction == .subject, into: queries, rows: rows)
  }

  public func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) {
    let units = units(relations, rows: rows), turned = TableRows(FloatTable(rows: rows.count, columns: 2 * rank), firstRow: rows.lowerBound)
    kernels.complexProduct(units, gradient, conjugate: direction == .object, adding: true, into: anchorGradient, rows: rows)
    // A query turns as i·q with its phase (as -i·q against it): the slope is the imaginary part of conj(q)·gradient.
    kernels.complexProduct(units, anchors, conjugate: direction == .subject, into: turned, rows: rows)
    kernels.complexProduct(turned, gradient, conjugate: true, into: turned, rows: rows)
    let slopes = TableRows(turned.table, firstColumn: rank, columns: rank, firstRow: rows.lowerBound)
    kernels.add(slopes, weight: direction == .object ? 1 : -1, to: relationGradient, rows: rows)
  }

  public func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels
  ) { preconditionFailure("RotatE does not predict relations") }

  public func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels
  ) { preconditionFailure("RotatE does not predict relations") }
}
