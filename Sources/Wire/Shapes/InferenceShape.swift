/// What an application of the rules did, or would do.
public struct InferenceShape: Codable, Sendable, Equatable {
  public struct RuleCount: Codable, Sendable, Equatable {
    public var rule: String
    /// New triples.
    public var triples: Int

    public init(rule: String, triples: Int) {
      self.rule = rule
      self.triples = triples
    }
  }

  public var dryRun: Bool
  /// Triples that were looked at as something new.
  public var examined: Int
  public var concluded: Int
  /// Inferred triples that nothing supports any more.
  public var withdrawn: Int
  /// All triples of the store that are inferred and nothing else.
  public var inferred: Int
  public var rules: [RuleCount]
  /// What could not be compared or computed.
  public var problems: [String]
  /// Properties that can have one value at a time and have several, at least one of them inferred; at most 100.
  public var contradictions: [ContradictionShape]
  public var seconds: Double

  public init(
    dryRun: Bool, examined: Int, concluded: Int, withdrawn: Int, inferred: Int, rules: [RuleCount], problems: [String],
    contradictions: [ContradictionShape], seconds: Double
  ) {
    self.dryRun = dryRun
    self.examined = examined
    self.concluded = concluded
    self.withdrawn = withdrawn
    self.inferred = inferred
    self.rules = rules
    self.problems = problems
    self.contradictions = contradictions
    self.seconds = seconds
  }

  enum CodingKeys: String, CodingKey {
    case dryRun = "dry_run"
    case examined, concluded, withdrawn, inferred, rules, problems, contradictions, seconds
  }
}

/// How far a job is within its only step.
public struct ProgressShape: Codable, Sendable, Equatable {
  public var done: Int
  /// May grow while the job runs.
  public var total: Int

  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}
