/// How a model is trained. The defaults are what did best over the data sets of `README.md`.
public struct TrainingSettings: Sendable, Equatable, Codable {
  public enum Model: String, Sendable, CaseIterable, Codable {
    case complEx = "complex"
    case distMult = "distmult"
    case cp
    case transE = "transe"
    case rotatE = "rotate"
    /// RotatE with squared distance: as fast as a product.
    case rotatESquared = "rotate2"
  }
  public enum Optimiser: Sendable, Equatable, Codable {
    case adagrad
    case adamW(decay: Float)
    case gradientDescent
  }
  public enum Loss: Sendable, Equatable, Codable {
    /// Cross entropy of the softmax over all candidates.
    case softmax
    /// Cross entropy of each candidate by itself; every known answer of the training triples counts as right.
    case logistic
    /// Self-adversarial margin (Sun et al. 2019).
    case selfAdversarial(margin: Float, temperature: Float)
  }

  public var model = Model.complEx
  /// Dimensions; complex ones count once.
  public var rank = 256
  public var hasReciprocals = true
  public var loss = Loss.softmax
  public var optimiser = Optimiser.adagrad
  public var rate: Float = 0.1
  /// What the rate is multiplied with after each epoch.
  public var rateDecay: Float = 1
  /// Share of the vectors that the averaged ones keep each epoch; 0 to average nothing. Averages over epochs rank better
  /// than any one epoch's vectors (Polyak and Juditsky 1992).
  public var averaging: Float = 0.8
  /// Queries a step.
  public var batch = 256
  public var epochs = 40
  /// Standard deviation of the first values.
  public var deviation: Float = 1e-3
  /// Weight of Σ|x|^power over the rows of a batch's triples, divided by the batch.
  public var regulariser: Float = 0.01
  public var regulariserPower = 3
  /// Weight of the auxiliary loss that predicts the relation (Chen et al. 2021).
  public var relationWeight: Float = 0
  /// Candidates drawn a step besides those of the batch; nil for all entities.
  public var sampledCandidates: Int?
  /// Products in bfloat16 where the CPU multiplies it.
  public var rounds = true
  public var seed: UInt64 = 0
  /// Epochs from one validation to the next.
  public var validationInterval = 3
  /// Validations without a better one before training stops.
  public var patience = 5
  /// Validation triples that are ranked, taken evenly; nil for all.
  public var validationTriples: Int? = 2_000

  public init() {}

  /// Throws ``GraphEmbeddingError/badSetting(name:value:allowed:)`` for the first that is impossible.
  public func check() throws(GraphEmbeddingError) {
    func hold(_ name: String, _ value: some CustomStringConvertible, _ holds: Bool, _ allowed: String) throws(GraphEmbeddingError) {
      if !holds { throw .badSetting(name: name, value: value.description, allowed: allowed) }
    }
    try hold("rank", rank, (8...4096).contains(rank) && rank % 8 == 0, "a multiple of 8 from 8 to 4096")
    try hold("rate", rate, rate > 0 && rate < 100, "more than 0, less than 100")
    try hold("rate decay", rateDecay, rateDecay > 0 && rateDecay <= 1, "more than 0, at most 1")
    try hold("averaging", averaging, averaging >= 0 && averaging < 1, "0 or more, less than 1")
    try hold("batch", batch, (1...65_536).contains(batch), "from 1 to 65536")
    try hold("epochs", epochs, (1...100_000).contains(epochs), "from 1 to 100000")
    try hold("deviation", deviation, deviation > 0 && deviation <= 10, "more than 0, at most 10")
    try hold("regulariser", regulariser, regulariser >= 0 && regulariser < 1000, "0 or more")
    try hold("regulariser power", regulariserPower, regulariserPower == 2 || regulariserPower == 3, "2 or 3")
    try hold("relation weight", relationWeight, relationWeight >= 0 && relationWeight < 1000, "0 or more")
    try hold("candidates", sampledCandidates ?? 1, (1...10_000_000).contains(sampledCandidates ?? 1), "from 1 to 10000000")
    try hold("validation interval", validationInterval, validationInterval >= 1, "1 or more")
    try hold("patience", patience, patience >= 1, "1 or more")
  }
}
