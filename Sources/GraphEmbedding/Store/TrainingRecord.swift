/// How embeddings came about and how well they rank what was held out: kept with them.
public struct TrainingRecord: Sendable, Equatable, Codable {
  /// Ranks of held-out triples, both directions.
  public struct Score: Sendable, Equatable, Codable {
    public var count: Int
    public var meanReciprocalRank: Double
    public var hitsAt1: Double
    public var hitsAt3: Double
    public var hitsAt10: Double

    public init(_ metrics: RankingMetrics) {
      count = metrics.count
      meanReciprocalRank = metrics.meanReciprocalRank
      hitsAt1 = metrics.hitsAt1
      hitsAt3 = metrics.hitsAt3
      hitsAt10 = metrics.hitsAt10
    }
  }

  /// What of the store was trained on.
  public var selection = GraphSelection()
  /// The learning curve.
  public var points: [TrainingRun.Point] = []
  public var bestEpoch = 0
  public var validation = 0.0
  /// Test triples, that neither training nor any choice has seen; nil where the graph is too small to spare some.
  public var test: Score?
  public var byRelation: [String: Score] = [:]
  /// By ``RelationCategory``'s name.
  public var byCategory: [String: Score] = [:]
  /// Whether training went on from older vectors.
  public var isFineTuned = false
  /// Seconds since 1970.
  public var trained = 0.0

  public init() {}

  init(
    _ run: TrainingRun, report: RankingReport?, relations: Numbering, selection: GraphSelection, isFineTuned: Bool, trained: Double
  ) {
    self.selection = selection
    points = run.points
    bestEpoch = run.bestEpoch
    validation = max(0, run.bestValidation)
    self.isFineTuned = isFineTuned
    self.trained = trained
    guard let report else { return }
    test = Score(report.all)
    byRelation = Dictionary(uniqueKeysWithValues: report.byRelation.map { (relations.names[Int($0.key)], Score($0.value)) })
    byCategory = Dictionary(uniqueKeysWithValues: report.byCategory.map { ($0.key.rawValue, Score($0.value)) })
  }
}
