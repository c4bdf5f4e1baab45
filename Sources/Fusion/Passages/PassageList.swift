import Kernels
import Models

/// A question with the passages that a search found for it, as the ranker reads them.
public struct PassageList: Sendable {
  /// States of the question's word pieces.
  let words: [[Float]]
  /// For each passage its vector and that times the question's, element by element.
  private(set) var vectors: [[Float]]
  private(set) var channels: [[Float]]
  /// What the search ranked by, as a share of the best.
  private(set) var prior: [Float]
  /// For each passage the number of the right document that it is of, or nil.
  public private(set) var right: [Int?]

  /// - Parameters:
  ///   - words: the states of the question's word pieces from the text encoder.
  ///   - vector: the question's.
  ///   - right: where it is known which passages answer, one number for all passages of one document.
  public init(question: String, words: [[Float]], vector: [Float], candidates: [PassageCandidate], right: [Int?]? = nil) {
    self.words = words
    // With √width an element-wise product is of the size of a vector of length 1.
    let scale = Float(vector.count).squareRoot()
    vectors = candidates.map { candidate in
      guard candidate.vector.count == vector.count else { return [Float](repeating: 0, count: 2 * vector.count) }
      return candidate.vector + zip(candidate.vector, vector).map { $0 * $1 * scale }
    }
    channels = PassageChannels.rows(of: candidates, question: question)
    prior = channels.map { $0[0] }
    self.right = right ?? [Int?](repeating: nil, count: candidates.count)
  }

  /// Passages in all.
  public var count: Int { prior.count }
  /// Whether there is anything to learn from it.
  public var hasRight: Bool { right.contains { $0 != nil } && right.contains { $0 == nil } }

  /// All right passages and so many of the wrong ones that together they are `most`, in their order: what is said of each was said beside them all.
  func sample(_ most: Int, using random: inout SeededGenerator) -> PassageList {
    guard count > most else { return self }
    let wrong = right.indices.filter { right[$0] == nil }.shuffled(using: &random)
    let left = Set(wrong.prefix(count - most))
    let places = right.indices.filter { !left.contains($0) }
    var part = self
    part.vectors = places.map { vectors[$0] }
    part.channels = places.map { channels[$0] }
    part.prior = places.map { prior[$0] }
    part.right = places.map { right[$0] }
    return part
  }

  /// - Parameters:
  ///   - withoutVectors: their places are zero, which keeps the ranker from leaning on them alone.
  func tokens(_ features: PassageRanker.Features, withoutVectors: Bool = false, withoutWords: Bool = false) -> FusionTokens {
    let known = features == .channelsWithoutNames ? channels.map(Self.withoutNames) : channels
    guard features.hasVectors else { return FusionTokens([.passage: known]) }
    let rows = zip(known, vectors).map { $0 + (withoutVectors ? [Float](repeating: 0, count: $1.count) : $1) }
    return FusionTokens(features.hasWords && !withoutWords ? [.word: words, .passage: rows] : [.passage: rows])
  }

  private static func withoutNames(_ row: [Float]) -> [Float] {
    var row = row
    for place in PassageChannels.naming { row[place] = 0 }
    return row
  }
}
