public import KnowledgeGraph

/// Fuses what several searches found: a weighted sum of their scores, each search's best taken as 1.
///
/// Scores keep what ranks lose: that the second hit by words is nearly as good as the first, or far behind. The weight
/// of words grows where few passages stand out by them, and shrinks where many have the same words.
/// Source: Bruch, Gai and Ingber 2023, who found such sums ahead of reciprocal ranks.
public struct ScoreFusion: Sendable {
  private let weights: RetrievalWeights

  public init(weights: RetrievalWeights) { self.weights = weights }

  /// - Parameters: passages with scores, a larger score better. A passage may be in any of the lists.
  /// - Returns: every passage with its score above 0, best first.
  public func fuse(
    words: [(PassageID, Double)], vectors: [(PassageID, Double)], graph: [(PassageID, Double)]
  ) -> [(item: PassageID, score: Double)] {
    var sums: [PassageID: Double] = [:]
    let share = wordsShare(words.map(\.1))
    for (list, weight) in [(words, share), (vectors, weights.vectors > 0 ? weights.words + weights.vectors - share : 0)] {
      guard weight > 0, let best = list.map(\.1).max(), best > 0 else { continue }
      for (passage, score) in list { sums[passage, default: 0] += weight * max(0, score) / best }
    }
    // The graph's list only supports what words or vectors found too: alone it knows the topic, not the question.
    if let best = graph.map(\.1).max(), best > 0 {
      for (passage, score) in graph where sums[passage] != nil { sums[passage, default: 0] += weights.graph * score / best }
    }
    return sums.filter { $0.value > 0 }.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  /// The weight of words: more by half of how much farther than usual the first 20 fall behind the best.
  private func wordsShare(_ scores: [Double]) -> Double {
    guard weights.words > 0, weights.vectors > 0, scores.count > 1 else { return weights.words }
    let sorted = scores.sorted(by: >).prefix(20)
    guard let best = sorted.first, best > 0 else { return weights.words }
    let spread = 1 - sorted.dropFirst().reduce(0, +) / Double(sorted.count - 1) / best
    return min(0.9, max(0.05, weights.words + 0.5 * (spread - 0.35)))
  }
}
