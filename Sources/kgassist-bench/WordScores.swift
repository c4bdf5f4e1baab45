import Foundation

/// Texts by a question's words, with BM25 (k₁ = 1.2, b = 0.75) over words in small letters.
struct WordScores {
  private let counts: [[String: Double]], lengths: [Double]
  private var holders: [String: Double] = [:]

  init(_ texts: [String]) {
    let words = texts.map(Self.words)
    counts = words.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    lengths = words.map { Double($0.count) }
    for word in counts.flatMap(\.keys) { holders[word, default: 0] += 1 }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  func scores(_ question: String) -> [Double] {
    let mean = max(1, lengths.reduce(0, +) / Double(max(1, lengths.count))), wanted = Set(Self.words(question)).sorted()
    return counts.indices.map { index in
      wanted.reduce(0) { sum, word in
        guard let count = counts[index][word], let holders = holders[word] else { return sum }
        let rarity = log(1 + (Double(counts.count) - holders + 0.5) / (holders + 0.5))
        return sum + rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[index] / mean))
      }
    }
  }
}
