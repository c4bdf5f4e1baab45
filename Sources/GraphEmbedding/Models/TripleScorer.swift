public import Kernels

/// What makes a graph embedding model: how a triple's vectors give its score.
///
/// A scorer turns the anchor and the relation of a question into a query vector, which meets each candidate's vector
/// by ``meeting``. All directions score a triple the same: (s, p, ?) at o, (?, p, o) at s and, where the scorer has it,
/// (s, ?, o) at p. Rows are given by selections, so that a whole batch is one call; every method works on the calling
/// thread for the rows asked for alone.
public protocol TripleScorer: Sendable {
  /// Floats of an entity's row.
  var entityWidth: Int { get }
  /// Floats of a relation's row.
  var relationWidth: Int { get }
  /// Floats of a query.
  var queryWidth: Int { get }
  /// How a query meets a candidate.
  var meeting: CandidateMeeting { get }
  /// Whether (s, ?, o) is a query that relations' rows answer.
  var predictsRelations: Bool { get }
  /// Whether rows are complex numbers, real halves first, so that a regulariser takes moduli.
  var isComplex: Bool { get }
  /// Whether relations' rows are angles: drawn evenly from the circle and not regularised.
  var relationsArePhases: Bool { get }
  /// Where a candidate's vector starts in an entity's row; it is ``queryWidth`` long.
  func candidateColumn(_ direction: QueryDirection) -> Int

  /// Makes the queries of a direction out of anchors' and relations' rows.
  func makeQueries(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, into queries: TableRows, rows: Range<Int>,
    kernels: EmbeddingKernels)
  /// Adds the slopes that queries' slopes `gradient` mean for anchors and relations.
  func addGradients(
    _ direction: QueryDirection, anchors: TableRows, relations: TableRows, gradient: TableRows,
    anchorGradient: TableRows, relationGradient: TableRows, rows: Range<Int>, kernels: EmbeddingKernels)

  /// Makes the queries that relations answer. Only for scorers that predict relations.
  func makeRelationQueries(
    subjects: TableRows, objects: TableRows, into queries: TableRows, rows: Range<Int>, kernels: EmbeddingKernels)
  /// Adds the slopes that relation queries' slopes mean for subjects and objects.
  func addRelationGradients(
    subjects: TableRows, objects: TableRows, gradient: TableRows, subjectGradient: TableRows, objectGradient: TableRows,
    rows: Range<Int>, kernels: EmbeddingKernels)
}

extension TripleScorer {
  public var relationsArePhases: Bool { false }
  public func candidateColumn(_ direction: QueryDirection) -> Int { 0 }
}
