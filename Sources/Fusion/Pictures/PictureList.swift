import Glibc
import Kernels
import Models

/// A question with pictures that may be meant, as the ranker reads them: what each line shares with the question, how well each stretch of the question's
/// words is met, and whether the sort of picture is named, all of it beside what the list's other pictures have.
public struct PictureList: Sendable {
  public let pictures: [SeenPicture]
  /// What another search ranked them by, as a share of the best.
  let prior: [Float]
  /// The picture that is meant, where it is known and among them.
  public let right: Int?
  private let vector: [Float]
  private let said: [[Float]]
  /// By picture: of each line, of each stretch, and of the sort.
  private let lines, stretches: [[[Float]]]
  private let sorts: [[Float]]

  /// Word pieces in a stretch of the question. Their states know the whole question, so their mean is the stretch's meaning there, and costs no encoding.
  private static let stretch = 6

  /// - Parameters:
  ///   - words: the states of the question's word pieces.
  ///   - vector: the question's.
  ///   - prior: what another search gives each picture; zeros where there was none.
  public init(question: String, words: [[Float]], vector: [Float], pictures: [SeenPicture], prior: [Float], right: Int? = nil) {
    self.pictures = pictures
    self.right = right
    self.vector = vector
    let best = prior.max() ?? 0
    self.prior = prior.map { best > 0 ? max(0, $0) / best : 0 }
    said = Self.stretches(words)
    // (picture, line, stretch)
    let said = said, met = pictures.map { picture in picture.lines.map { line in said.map { VectorMath.dot($0, line.vector) } } }
    let comparison = Comparison(met, stretches: said.count)
    lines = Self.lines(pictures, WordHashes(question), vector, met, comparison)
    stretches = comparison.rows
    sorts = Self.sorts(pictures, said, vector)
  }

  /// The sequence of the question and one of the pictures.
  func tokens(of picture: Int, _ features: PictureRanker.Features) -> FusionTokens {
    var rows: [FusionToken: [[Float]]] = [:]
    // Pixels must be held against what the words mean; lines have been.
    let meanings = features.hasPixels ? said : said.map { _ in [] }
    rows[.word] = features.hasLines ? zip(stretches[picture], meanings).map { $0 + $1 } : meanings
    if features.hasLines {
      rows[.line] = features.hasVectors ? zip(lines[picture], pictures[picture].lines).map { $0 + withVectors($1) } : lines[picture]
    }
    rows[.pixels] = [(features.hasLines ? sorts[picture] : []) + (features.hasPixels ? pictures[picture].pooled : [])]
    return FusionTokens(rows)
  }

  private func withVectors(_ line: SeenPicture.Line) -> [Float] {
    let scale = Float(vector.count).squareRoot()
    return line.vector + zip(line.vector, vector).map { $0 * $1 * scale } + line.visual
  }

  private static func stretches(_ words: [[Float]]) -> [[Float]] {
    // The encoder's own marks stand first and last.
    let words = words.count > 2 ? words[1..<(words.count - 1)] : words[...]
    guard let width = words.first?.count else { return [] }
    let size = min(stretch, words.count)
    return (words.startIndex...(words.endIndex - size)).map { start in
      var sum = [Float](repeating: 0, count: width)
      for word in words[start..<(start + size)] { for i in sum.indices { sum[i] += word[i] } }
      let length = max(VectorMath.dot(sum, sum).squareRoot(), 1e-6)
      return sum.map { $0 / length }
    }
  }

  /// How well each stretch is met in each picture, beside all pictures.
  private struct Comparison {
    static let channels = 4
    /// By stretch: the mean over the pictures.
    let mean: [Float]
    /// By picture and stretch: the best line, above the mean, above the best picture, and how far the pictures differ.
    let rows: [[[Float]]]

    init(_ met: [[[Float]]], stretches: Int) {
      let best = met.map { lines in (0..<stretches).map { stretch in lines.reduce(-1) { max($0, $1[stretch]) } } }
      let count = Float(max(best.count, 1))
      let mean = (0..<stretches).map { stretch in best.reduce(0) { $0 + $1[stretch] } / count }
      let most = (0..<stretches).map { stretch in best.reduce(-1) { max($0, $1[stretch]) } }
      let spread = (0..<stretches).map { stretch in
        (best.reduce(0) { $0 + ($1[stretch] - mean[stretch]) * ($1[stretch] - mean[stretch]) } / count).squareRoot()
      }
      self.mean = mean
      rows = best.map { row in row.indices.map { [row[$0], row[$0] - mean[$0], row[$0] - most[$0], spread[$0]] } }
    }
  }

  /// Numbers of a stretch's, a line's and a sort's token.
  static let stretchChannels = Comparison.channels, lineChannels = 12, sortChannels = 3

  private static func lines(
    _ pictures: [SeenPicture], _ question: WordHashes, _ vector: [Float], _ met: [[[Float]]], _ comparison: Comparison
  ) -> [[[Float]]] {
    let asked = Set(question.all), count = Float(pictures.count)
    var weights: [UInt64: Float] = [:]
    for word in asked {
      let having = pictures.reduce(0) { $0 + ($1.vocabulary.contains(word) ? 1 : 0) }
      weights[word] = having == 0 ? 0 : max(0, logf((count + 1) / (Float(having) + 0.5)))
    }
    let whole = max(weights.values.sorted().reduce(0, +), 1e-6)
    // In how many of the pictures a line of the same words stands: what all of them say tells none from another.
    var saying: [[UInt64]: Int] = [:]
    for picture in pictures { for words in Set(picture.words.map(\.all)) { saying[words, default: 0] += 1 } }
    return pictures.indices.map { picture in
      zip(zip(pictures[picture].lines, pictures[picture].words), met[picture]).map { line, met in
        let (line, words) = line, shared = Set(words.all).intersection(asked)
        let best = met.max() ?? 0, above = zip(met, comparison.mean).map { $0 - $1 }.max() ?? 0, rare = 1 - Float(saying[words.all] ?? 1) / count
        return [
          VectorMath.dot(line.vector, vector), shared.sorted().reduce(0) { $0 + (weights[$1] ?? 0) } / whole,
          words.all.isEmpty ? 0 : Float(shared.count) / Float(words.all.count), words.numbers.isDisjoint(with: question.numbers) ? 0 : 1,
        ] + line.box + [best, above, rare, rare * best]
      }
    }
  }

  /// How near the question, or a stretch of it, comes to what such a picture is called: at its best, and beside the other sorts in the list.
  private static func sorts(_ pictures: [SeenPicture], _ said: [[Float]], _ vector: [Float]) -> [[Float]] {
    let near = pictures.map { picture in
      picture.sort.map { sort in (stretch: said.map { VectorMath.dot($0, sort) }.max() ?? 0, whole: VectorMath.dot(vector, sort)) }
    }
    let known = near.compactMap(\.self)
    guard let stretch = known.map(\.stretch).max(), let whole = known.map(\.whole).max() else { return near.map { _ in [0, 0, 0] } }
    return near.map { $0.map { [$0.stretch, $0.stretch - stretch, $0.whole - whole] } ?? [0, 0, 0] }
  }
}
