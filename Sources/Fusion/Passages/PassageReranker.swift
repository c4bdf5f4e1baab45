public import Kernels
import Layers

/// A trained ranker of passages as answering uses it.
///
/// Nothing in it changes once it is made, and each ranking has memory of its own; the compiler cannot see that of parameters.
/// A list of 40 takes one to two milliseconds.
public final class PassageReranker: @unchecked Sendable {
  /// Passages that one list holds: those behind them stay where the search put them.
  public static let most = 40

  /// The text encoder whose vectors it learnt from.
  public let encoder: String
  private let ranker: PassageRanker
  private let compute: Compute

  /// Reads a file that `PassageRanker.write(to:encoder:)` wrote.
  ///
  /// - Throws: `TableFileError`; ``FusionError/badWeights(path:reason:)`` where it wants the question's words, or does not say whose vectors it knows.
  public init(path: String, compute: Compute) throws {
    let ranker = try PassageRanker(path: path)
    guard !ranker.features.hasWords, let encoder = ranker.encoder else {
      throw FusionError.badWeights(path: path, reason: "this ranker is none that answering can use")
    }
    (self.ranker, self.encoder, self.compute) = (ranker, encoder, compute)
  }

  /// For each candidate its share of what the list's passages have together, above 0: the larger, the better it answers beside the others.
  ///
  /// - Parameters:
  ///   - vector: the question's.
  ///   - candidates: at most ``most`` of them.
  public func shares(_ question: String, vector: [Float], candidates: [PassageCandidate]) -> [Double] {
    var scores = ranker.rank(question, words: [], vector: vector, candidates: candidates, compute: compute)
    softmax(&scores)
    return scores.map { max(Double($0), 1e-12) }
  }
}
