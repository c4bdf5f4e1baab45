internal import KnowledgeGraph

/// Computes and compares what the question, the graph and the evidence give values for.
public struct Calculator: Sendable {
  private let question: UnderstoodQuestion
  private let rules: GraphRules

  public init(question: UnderstoodQuestion, rules: GraphRules) {
    self.question = question
    self.rules = rules
  }

  /// Everything that could be computed, the surest first.
  ///
  /// - Parameter sentences: the evidence, best first.
  public func calculations(from sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    var all: [Calculation] = []
    let formulas = FormulaCalculator(question: question)
    for formula in rules.formulas { all += formulas.compute(formula, sentences: sentences, passages: passages) }
    for (formula, score) in formulas.stated(in: sentences, passages: passages) {
      all += formulas.compute(formula, sentences: sentences, passages: passages, trust: score)
    }
    let thresholds = ThresholdCalculator(question: question)
    all += thresholds.compare(rules.thresholds)
    all += thresholds.compare(sentences, passages: passages)
    all += ComparisonCalculator(question: question).compare(sentences, passages: passages)
    all.sort { $0.confidence > $1.confidence }
    return Array(all.prefix(4))
  }
}
