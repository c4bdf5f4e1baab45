/// How well each of some names fits what was heard, beside the others.
struct SpokenChannels {
  /// Numbers a name.
  static let count = 19

  private let candidates: [HeardQuestion.Candidate]
  private let heard: HeardQuestion
  private let likeliest: Double

  init(_ candidates: [HeardQuestion.Candidate], _ heard: HeardQuestion) {
    (self.candidates, self.heard) = (candidates, heard)
    likeliest = candidates.map(\.whole).max() ?? 0
  }

  func values(_ index: Int) -> [Float] {
    let candidate = candidates[index], plain = candidate.distances.prefix(heard.plain)
    let namedDistance = candidate.distances.indices.contains(heard.named) ? candidate.distances[heard.named] : HeardQuestion.farthest
    func clipped(_ value: Double, _ most: Double) -> Float { Float(max(-1, min(1, value / most))) }
    // A name inside a longer one that stands there too is hardly what was meant.
    let isInside = candidates.contains {
      $0.distance == 0 && $0.text == candidate.text && $0.words.count > candidate.words.count && $0.words.clamped(to: candidate.words) == candidate.words
    }
    let isInText: Float = plain.first == 0 ? 1 : 0, isInAny: Float = candidate.distance == 0 ? 1 : 0
    let meanDistance = Float(plain.reduce(0, +)) / Float(max(1, plain.count))
    let shareOfTexts = Float(candidate.distances.count { $0 == 0 }) / Float(max(1, candidate.distances.count))
    return [
      // The first is that of none of them.
      0, Float(candidate.distance), Float(plain.first ?? HeardQuestion.farthest), Float(namedDistance),
      meanDistance, isInText, isInAny, shareOfTexts, clipped(candidate.whole - likeliest, 10), clipped(candidate.whole - heard.chance, 10),
      clipped(candidate.said / Double(max(1, candidate.tokens)), 5), clipped(candidate.said, 20), Float(min(candidate.tokens, 10)) / 10,
      Float(min(candidate.name.utf8.count, 40)) / 40, Float(min(candidate.words.count, 5)) / 5, isInside ? 1 : 0,
      1 / Float(1 + candidates.count { $0.whole > candidate.whole }), 1 / Float(1 + candidates.count { $0.distance < candidate.distance }),
      clipped(Double(candidate.name.utf8.count) * (candidate.distance == 0 ? 1 : 0), 40),
    ]
  }
}
