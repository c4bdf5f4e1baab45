public import GraphEmbedding
import Kernels

/// Ranks all things as the answers of questions: other true answers left out, ties at the mean rank.
public struct FusionJudge: Sendable {
  /// What a model says to one question.
  public struct Answer: Sendable {
    public var relation: Int
    /// Of all things, by number.
    public var scores: [Float]

    public init(relation: Int, scores: [Float]) {
      self.relation = relation
      self.scores = scores
    }
  }

  /// One right answer's rank, from 1; and what follows from them.
  public private(set) var ranks: [Double] = []
  public private(set) var metrics = RankingMetrics()
  public private(set) var rightRelations = 0
  public private(set) var questions = 0

  public init() {}

  public mutating func add(_ questions: [FusionQuestion], _ answers: [Answer]) {
    for (question, answer) in zip(questions, answers) {
      self.questions += 1
      if answer.relation == Int(question.relation) { rightRelations += 1 }
      let left = Set(question.known + question.answers + [question.entity])
      for right in question.answers {
        let score = answer.scores[Int(right)]
        var above = 0, equal = 0
        for (e, other) in answer.scores.enumerated() where !left.contains(Int32(e)) {
          if other > score { above += 1 } else if other == score { equal += 1 }
        }
        ranks.append(1 + Double(above) + Double(equal) / 2)
        metrics.add(rank: ranks[ranks.count - 1])
      }
    }
  }

  public var relationAccuracy: Double { questions == 0 ? 0 : Double(rightRelations) / Double(questions) }

  /// Between which values 95 of 100 mean reciprocal ranks lie when the ranks are drawn anew from themselves.
  public func interval(draws: Int = 1000, seed: UInt64 = 0) -> ClosedRange<Double> {
    guard !ranks.isEmpty else { return 0...0 }
    var random = SeededGenerator(seed: seed)
    let values = (0..<draws).map { _ in
      (0..<ranks.count).reduce(0.0) { sum, _ in sum + 1 / ranks[Int(random.next() % UInt64(ranks.count))] } / Double(ranks.count)
    }.sorted()
    return values[draws * 25 / 1000]...values[draws * 975 / 1000]
  }
}
