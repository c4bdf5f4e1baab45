import Glibc
public import Kernels

/// What turns scores into probabilities that hold: a temperature fitted on validation (Guo et al. 2017).
///
/// The probability of an answer is its share of softmax(score / T) over the entities that training does not already
/// assert as answers, which is the question that a prediction answers.
public struct Calibration: Sendable, Equatable, Codable {
  /// One bin of the reliability diagram: what was promised for the best answers in it, and what held.
  public struct Bin: Sendable, Equatable, Codable {
    public var count: Int
    public var promised: Double
    public var held: Double
  }

  public var temperature: Float
  /// Ten bins by the probability of the best answer, empty ones left out.
  public var bins: [Bin]
  /// Mean difference of promise and truth, weighted by the bins' counts.
  public var expectedError: Double {
    let count = bins.reduce(0) { $0 + $1.count }
    return count == 0 ? 0 : bins.reduce(0) { $0 + Double($1.count) * abs($1.promised - $1.held) } / Double(count)
  }

  public init(temperature: Float = 1, bins: [Bin] = []) {
    self.temperature = temperature
    self.bins = bins
  }

  /// Fits the temperature by the likelihood of validation's answers among those that may answer.
  ///
  /// - Complexity: at most 400 triples, both directions, times 33 temperatures, times the entities.
  public init(model: EmbeddingModel, triples: TripleSet, candidates: AnswerCandidates? = nil, compute: Compute) {
    let judged = TrainingRun.evenly(triples.validation, max(16, min(400, 4_000_000 / model.entities.rows)))
    let candidates = candidates ?? AnswerCandidates(known: triples.train + triples.validation)
    let scoring = EntityScores(model: model, batch: 1, compute: compute)
    let temperatures = (-16...16).map { powf(2, Float($0) / 4) }
    var losses = [Double](repeating: 0, count: temperatures.count)
    // Per question: scores of the candidates less the best one, and which is right.
    var questions: [(scores: [Float], right: Int)] = []
    for direction in QueryDirection.allCases {
      for triple in judged {
        let (anchor, answer) = direction == .object ? (triple.subject, triple.object) : (triple.object, triple.subject)
        let scores = scoring.scores(direction, anchors: [anchor], relations: [triple.relation])[0]
        let kept = candidates.entities(direction, anchor: anchor, relation: triple.relation, of: scores.count, keeping: answer)
        let largest = kept.lazy.map { scores[$0] }.max() ?? 0
        questions.append((kept.map { scores[$0] - largest }, kept.firstIndex(of: Int(answer)) ?? 0))
      }
    }
    for (i, temperature) in temperatures.enumerated() {
      for question in questions {
        let sum = question.scores.reduce(0) { $0 + Double(expf($1 / temperature)) }
        losses[i] += log(sum) - Double(question.scores[question.right] / temperature)
      }
    }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 16
    let chosen = temperatures[best]
    var counts = [(count: Int, promised: Double, held: Double)](repeating: (0, 0, 0), count: 10)
    for question in questions {
      let sum = question.scores.reduce(0) { $0 + Double(expf($1 / chosen)) }
      let promised = 1 / sum, bin = min(9, Int(promised * 10))
      counts[bin].count += 1
      counts[bin].promised += promised
      if question.scores[question.right] == 0 { counts[bin].held += 1 }
    }
    temperature = chosen
    bins = counts.filter { $0.count > 0 }.map {
      Bin(count: $0.count, promised: $0.promised / Double($0.count), held: $0.held / Double($0.count))
    }
  }
}
