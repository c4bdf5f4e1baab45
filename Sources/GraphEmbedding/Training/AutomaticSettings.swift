public import Kernels

/// The regulariser and the weight of relation prediction, chosen for a graph by short runs judged on validation.
///
/// No fixed values serve all graphs: of the weights of relation prediction that were tried, 1 is best on Kinships and
/// costs 4 points of mean reciprocal rank on UMLS. Search is by coordinates: the regulariser over a coarse scale, then
/// the relation weight, then the regulariser's neighbours.
public struct AutomaticSettings {
  /// What was tried, in order, with its mean reciprocal rank on validation.
  public struct Trial: Sendable, Equatable {
    public var regulariser: Float
    public var relationWeight: Float
    public var validation: Double
  }

  public private(set) var trials: [Trial] = []
  /// The settings given, with the best trial's values.
  public private(set) var settings: TrainingSettings

  /// Tries values on a graph.
  ///
  /// - Parameters:
  ///   - epochs: of each run. Nine runs are made at most.
  ///   - goesOn: asked before each batch; when it returns false the search throws `stopped`.
  ///   - progress: called before each run with its number; the search ends with the best so far when it returns false.
  /// - Complexity: as many epochs of training as the runs have, at a rank of at most 128.
  public init(
    on triples: TripleSet, settings: TrainingSettings, epochs: Int = 12, compute: Compute,
    progress: (Int) -> Bool = { _ in true }, goesOn: () -> Bool = { true }
  ) throws(GraphEmbeddingError) {
    try settings.check()
    self.settings = settings
    if triples.validation.isEmpty { return }
    var short = settings
    short.rank = min(settings.rank, 128)
    short.epochs = max(1, min(epochs, settings.epochs))
    short.validationInterval = max(1, short.epochs / 3)
    short.patience = 3
    var best = Trial(regulariser: settings.regulariser, relationWeight: 0, validation: -1)
    var trials: [Trial] = []
    func attempt(_ regulariser: Float, _ weight: Float) throws(GraphEmbeddingError) -> Bool {
      if trials.contains(where: { $0.regulariser == regulariser && $0.relationWeight == weight }) { return true }
      guard progress(trials.count + 1) else { return false }
      short.regulariser = regulariser
      short.relationWeight = weight
      let value = try TrainingRun(on: triples, settings: short, compute: compute, goesOn: goesOn).bestValidation
      let trial = Trial(regulariser: regulariser, relationWeight: weight, validation: value)
      trials.append(trial)
      if value > best.validation { best = trial }
      return true
    }
    let predicts = settings.scorer.predictsRelations && triples.relations.count > 1
    var goesOn = true
    for value: Float in [0.003, 0.01, 0.03, 0.1] where goesOn { goesOn = try attempt(value, 0) }
    let coarse = best.regulariser
    for weight: Float in [0.25, 1] where goesOn && predicts { goesOn = try attempt(coarse, weight) }
    for factor: Float in [0.6, 1.7] where goesOn { goesOn = try attempt(coarse * factor, best.relationWeight) }
    self.trials = trials
    self.settings.regulariser = best.regulariser
    self.settings.relationWeight = best.relationWeight
  }
}

extension AutomaticSettings {
  /// How many epochs the short runs may have so that the search costs about two minutes of one processor at most.
  public static func epochs(_ triples: TripleSet, _ settings: TrainingSettings) -> Int {
    let candidates = Double(settings.sampledCandidates ?? triples.entities.count)
    let epoch = 12 * Double(triples.train.count) * candidates * Double(2 * min(settings.rank, 128)) / 1e11
    return max(1, min(12, Int(120 / 9 / epoch)))
  }
}
