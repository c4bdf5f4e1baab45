internal import KnowledgeGraph

/// Compares two values that the evidence gives for two things, or for two times of one thing.
struct ComparisonCalculator {
  let question: UnderstoodQuestion

  func compare(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] { [] }
}
