/// The figures of a set of questions, as the last object of `kgassist eval --json`.
public struct EvaluationReport: Codable, Sendable, Equatable {
  public var questions = 0
  public var answered = 0
  /// Of the questions that have an answer.
  public var correct = 0
  public var citationCorrect = 0
  public var abstainedRight = 0
  public var abstainedWrong = 0
  public var secondsP50 = 0.0
  public var secondsP95 = 0.0
  /// How many of the questions are to be abstained from.
  public var abstainable = 0
  /// The set's name; nil for the total.
  public var set: String?

  enum CodingKeys: String, CodingKey {
    case questions, answered, correct, abstainable, set
    case citationCorrect = "citation_correct"
    case abstainedRight = "abstained_right"
    case abstainedWrong = "abstained_wrong"
    case secondsP50 = "seconds_p50"
    case secondsP95 = "seconds_p95"
  }

  public init(set: String? = nil) { self.set = set }

  public mutating func add(_ score: AnswerScore, for question: EvaluationQuestion) {
    questions += 1
    if question.isToAbstain { abstainable += 1 }
    if score.isAnswered { answered += 1 }
    if score.isCorrect { correct += 1 }
    if score.isCitationCorrect == true { citationCorrect += 1 }
    switch score.isAbstentionRight {
    case true: abstainedRight += 1
    case false: abstainedWrong += 1
    case nil: break
    }
  }

  /// The middle time, and the one that 95 of 100 answers do not exceed.
  public mutating func setTimes(_ seconds: [Double]) {
    let sorted = seconds.sorted()
    guard !sorted.isEmpty else { return }
    func rank(_ part: Double) -> Double { sorted[min(sorted.count - 1, Int((part * Double(sorted.count)).rounded(.up)) - 1)] }
    secondsP50 = rank(0.5)
    secondsP95 = rank(0.95)
  }
}
