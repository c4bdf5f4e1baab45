import Glibc
import Kernels
import Models

/// A question with pictures that may be meant, as the ranker reads them.
public struct PictureList: Sendable {
  let words: [[Float]]
  let vector: [Float]
  let question: WordHashes
  public let pictures: [SeenPicture]
  /// What another search ranked them by, as a share of the best.
  let prior: [Float]
  /// The picture that is meant, where it is known and among them.
  public let right: Int?
  private let weights: [UInt64: Float]

  /// - Parameters:
  ///   - words: the states of the question's word pieces.
  ///   - vector: the question's.
  ///   - prior: what another search gives each picture; zeros where there was none.
  public init(question: String, words: [[Float]], vector: [Float], pictures: [SeenPicture], prior: [Float], right: Int? = nil) {
    self.words = words
    self.vector = vector
    self.question = WordHashes(question)
    self.pictures = pictures
    self.right = right
    let best = prior.max() ?? 0
    self.prior = prior.map { best > 0 ? max(0, $0) / best : 0 }
    var weights: [UInt64: Float] = [:]
    for word in Set(self.question.all) {
      let having = pictures.reduce(0) { $0 + ($1.vocabulary.contains(word) ? 1 : 0) }
      weights[word] = having == 0 ? 0 : max(0, logf(Float(pictures.count + 1) / (Float(having) + 0.5)))
    }
    self.weights = weights
  }

  /// The sequence of the question and one of the pictures.
  func tokens(of picture: Int, _ features: PictureRanker.Features) -> FusionTokens {
    var rows: [FusionToken: [[Float]]] = features.hasWords ? [.word: words] : [:]
    if features.hasLines { rows[.line] = lines(of: pictures[picture], withVectors: features.hasVectors) }
    if features.hasPixels { rows[.pixels] = [pictures[picture].pooled] }
    return FusionTokens(rows)
  }

  /// Numbers of a line's token beside its vector, that times the question's, and what the detector saw.
  static let lineChannels = 8

  private func lines(of picture: SeenPicture, withVectors: Bool) -> [[Float]] {
    let scale = Float(vector.count).squareRoot(), whole = max(weights.values.sorted().reduce(0, +), 1e-6)
    return zip(picture.lines, picture.words).map { line, words in
      let product = zip(line.vector, vector).map { $0 * $1 }
      let shared = Set(words.all).intersection(question.all)
      let channels: [Float] = [
        product.reduce(0, +), shared.sorted().reduce(0) { $0 + (weights[$1] ?? 0) } / whole, words.all.isEmpty ? 0 : Float(shared.count) / Float(words.all.count),
        words.numbers.isDisjoint(with: question.numbers) ? 0 : 1,
      ]
      guard withVectors else { return channels + line.box }
      return line.vector + product.map { $0 * scale } + line.visual + channels + line.box
    }
  }
}
