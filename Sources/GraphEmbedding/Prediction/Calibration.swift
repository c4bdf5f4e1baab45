import Glibc
public import Kernels

/// What turns scores into probabilities that hold: a temperature fitted on validation (Guo et al. 2017).
///
/// The probability of an answer is its share of softmax(score / (T·σᵃ)) over the entities that may answer, which is the question that a
/// prediction answers. σ is the deviation of the question's own scores: those of rare relations lie close together although their order
/// is as good, so that one temperature for all would promise too little of them. How much σ counts, a, is fitted with T.
public struct Calibration: Sendable, Equatable, Codable {
  /// One bin of the reliability diagram: what was promised for the best answers in it, and what held.
  public struct Bin: Sendable, Equatable, Codable {
    public var count: Int
    public var promised: Double
    public var held: Double
  }

  public var temperature: Float
  /// a: 0 where the spread of scores says nothing.
  public var spreadPower: Float
  /// Ten bins by the probability of the best answer, empty ones left out.
  public var bins: [Bin]
  /// Mean difference of promise and truth, weighted by the bins' counts.
  public var expectedError: Double {
    let count = bins.reduce(0) { $0 + $1.count }
    return count == 0 ? 0 : bins.reduce(0) { $0 + Double($1.count) * abs($1.promised - $1.held) } / Double(count)
  }

  public init(temperature: Float = 1, spreadPower: Float = 0, bins: [Bin] = []) {
    self.temperature = temperature
    self.spreadPower = spreadPower
    self.bins = bins
  }

  /// Fits the temperature by the likelihood of validation's answers among those that may answer.
  ///
  /// - Complexity: at most 400 triples, both directions, times 87 pairs of T and a, times the entities.
  public init(model: EmbeddingModel, triples: TripleSet, candidates: AnswerCandidates? = nil, compute: Compute) {
    let judged = TrainingRun.evenly(triples.validation, max(16, min(400, 4_000_000 / model.entities.rows)))
    let candidates = candidates ?? AnswerCandidates(known: triples.train + triples.validation)
    let scoring = EntityScores(model: model, batch: 1, compute: compute)
    // Per question: scores of the candidates less the best one, their deviation, and which is right.
    var questions: [(scores: [Float], spread: Float, right: Int)] = []
    for direction in QueryDirection.allCases {
      for triple in judged {
        let (anchor, answer) = direction == .object ? (triple.subject, triple.object) : (triple.object, triple.subject)
        let scores = scoring.scores(direction, anchors: [anchor], relations: [triple.relation])[0]
        let kept = candidates.entities(direction, anchor: anchor, relation: triple.relation, of: scores.count, keeping: answer)
        let largest = kept.lazy.map { scores[$0] }.max() ?? 0
        let own = kept.map { scores[$0] - largest }
        questions.append((own, Self.spread(own), kept.firstIndex(of: Int(answer)) ?? 0))
      }
    }
    let usual = Self.middle(questions.map(\.spread))
    // Round the spread of a usual question, so that one scale of temperatures serves all powers.
    func stepped(_ step: Int, _ power: Float) -> Float { powf(2, Float(step) / 4) / powf(usual, power) }
    func loss(_ step: Int, _ power: Float) -> Double {
      var sum = 0.0
      for question in questions {
        let scale = stepped(step, power) * powf(question.spread, power)
        sum += log(question.scores.reduce(0) { $0 + Double(expf($1 / scale)) }) - Double(question.scores[question.right] / scale)
      }
      return sum
    }
    var best = (loss: loss(0, 0), step: 0, power: Float(0))
    func attempt(_ step: Int, _ power: Float) {
      let value = loss(step, power)
      if value < best.loss { best = (value, step, power) }
    }
    for power: Float in [0, 0.25, 0.5, 0.75, 1] { for step in stride(from: -16, through: 16, by: 2) { attempt(step, power) } }
    for step in [best.step - 1, best.step + 1] { attempt(step, best.power) }
    let chosen = (temperature: stepped(best.step, best.power), power: best.power)
    var counts = [(count: Int, promised: Double, held: Double)](repeating: (0, 0, 0), count: 10)
    for question in questions {
      let scale = chosen.temperature * powf(question.spread, chosen.power)
      let sum = question.scores.reduce(0) { $0 + Double(expf($1 / scale)) }
      let promised = 1 / sum, bin = min(9, Int(promised * 10))
      counts[bin].count += 1
      counts[bin].promised += promised
      if question.scores[question.right] == 0 { counts[bin].held += 1 }
    }
    temperature = chosen.temperature
    spreadPower = chosen.power
    bins = counts.filter { $0.count > 0 }.map {
      Bin(count: $0.count, promised: $0.promised / Double($0.count), held: $0.held / Double($0.count))
    }
  }

  /// What a question's scores are divided by.
  func scale(of scores: [Float]) -> Float { temperature * powf(Self.spread(scores), spreadPower) }

  /// The standard deviation, never nothing.
  private static func spread(_ scores: [Float]) -> Float {
    let count = Float(max(1, scores.count)), mean = scores.reduce(0, +) / count
    return max(1e-6, (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot())
  }

  private static func middle(_ values: [Float]) -> Float { values.isEmpty ? 1 : values.sorted()[values.count / 2] }
}
