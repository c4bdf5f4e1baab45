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
    all += RateCalculator(question: question).compute(sentences, passages: passages)
    let thresholds = ThresholdCalculator(question: question)
    let compared = thresholds.compare(rules.thresholds) + thresholds.compare(sentences, passages: passages)
    // A question for a computed figure gives its inputs, not values to be held against limits.
    let isComputed = question.kind != .yesNo && all.contains { !$0.result.isEmpty && $0.confidence >= 0.55 }
    all += isComputed ? compared.map { $0.weakened(by: 0.5) } : compared
    let tables = EvidenceTable.all(sentences, passages: passages)
    let ofCells = TableComparison(question: question).find(tables, passages: passages)
    // Two sentences, or rows of two tables, where no table has both.
    all += ofCells.isEmpty ? ComparisonCalculator(question: question).compare(sentences, passages: passages) : ofCells
    all += TableSuperlative(question: question).find(tables, passages: passages)
    all += TableTotal(question: question).find(tables, passages: passages)
    all += CellFinder(question: question).named(tables.filter(\.isAttached), passages: passages)
    all += CellFinder(question: question).find(sentences, passages: passages)
    all.sort { $0.confidence > $1.confidence }
    return Array(all.prefix(4))
  }
}
