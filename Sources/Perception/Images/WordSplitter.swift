import Foundation

/// Parts words that the recogniser ran together, by the white between letters and by a list of words.
///
/// PP-OCR's recogniser learnt mostly Chinese, and drops spaces in English. Every way of parting a run of characters has a cost: known words by how rare
/// they are, unknown ones by their length, and each parting by how unlikely the white there is a space; the cheapest way is found in one pass (Viterbi).
///
/// The list is the words of the user's own texts, with how often they stand there, and common English words, such as the text encoder's vocabulary.
/// Measured on the recorded pages (`ImageTextTests`), of whose 1,023 words the list of texts lacked 35 %: words found .71 without parting, .93 by the white
/// alone, .997 by all of it.
public struct WordSplitter: Sendable {
  private let costs: [String: Double]
  private let isActive: Bool

  /// Keeps the recogniser's own spaces.
  static let none = WordSplitter(costs: [:], isActive: false)

  private static let longestWord = 24
  /// What an unknown word costs, and each of its letters more.
  private static let unknown = 8.0, letter = 1.6
  /// How likely white is a space: its log odds, from how much wider it is than usual in its line (in heights), how wide beside the line's widest, and how
  /// far apart the letters' middles are. Fitted to 10,000 pairs of letters in eleven drawn pages of three typefaces and a typewriter's.
  private static let odds = (constant: -13.54, wider: 24.28, share: 4.92, distance: 6.34)
  /// What the log odds count for beside the words, and the least and most that a parting costs.
  private static let trust = 1.5, cheapest = -9.0, dearest = 12.0
  /// The texts' share in a word's likelihood, where there are common words as well.
  private static let ownShare = 0.5
  /// The rank that the commonest word counts as, so that the first few do not outweigh all others.
  private static let firstRank = 20.0

  /// - Parameters:
  ///   - counts: how often each word stands in the text that the list is made of. Words are compared without case.
  ///   - common: words of the language, the commonest first; what is no plain word is passed over.
  public init(counts: [String: Int], common: [String] = []) {
    var merged: [String: Int] = [:]
    for (word, count) in counts where word.count <= Self.longestWord && word.allSatisfy(\.isLetter) && count > 0 { merged[word.lowercased(), default: 0] += count }
    // A single letter is a word only where it is one: typing errors and initials make every letter look like one.
    for word in merged.keys where word.count == 1 && word != "a" && word != "i" { merged[word] = nil }
    let total = Double(max(1, merged.values.reduce(0, +)))
    let plain = common.filter { word in
      (word.utf8.count > 1 || word == "a" || word == "i") && word.utf8.count <= Self.longestWord && word.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }
    let own = plain.isEmpty ? 1 : Self.ownShare
    var likelihoods = merged.mapValues { own * Double($0) / total }
    // Source: Zipf's law, by rank.
    let sum = plain.indices.reduce(0) { $0 + 1 / (Double($1) + Self.firstRank) }
    for (rank, word) in plain.enumerated() { likelihoods[word, default: 0] += (1 - own) / (Double(rank) + Self.firstRank) / sum }
    self.init(costs: likelihoods.mapValues { -log($0) }, isActive: true)
  }

  /// The words of a text, counted, for ``init(counts:)``.
  public static func count(_ text: some StringProtocol, into counts: inout [String: Int]) {
    for word in text.split(whereSeparator: { !$0.isLetter }) where word.count <= longestWord { counts[word.lowercased(), default: 0] += 1 }
  }

  private init(costs: [String: Double], isActive: Bool) {
    self.costs = costs
    self.isActive = isActive
  }

  /// The ranges of a reading's characters that are words; spaces are in none.
  func words(of reading: TextRecognizer.Reading) -> [Range<Int>] {
    var out: [Range<Int>] = [], start = 0
    let characters = reading.characters
    let partings = isActive ? Self.partings(reading) : []
    for end in 0...characters.count where end == characters.count || characters[end] == " " {
      if end > start { out += isActive ? parted(characters, start..<end, partings) : [start..<end] }
      start = end + 1
    }
    return out
  }

  /// What a parting before each character but the first costs.
  private static func partings(_ reading: TextRecognizer.Reading) -> [Double] {
    guard reading.gaps.count == reading.places.count - 1, !reading.gaps.isEmpty else { return reading.places.dropFirst().map { _ in dearest } }
    let distances = zip(reading.places, reading.places.dropFirst()).map { $1 - $0 }
    let white = reading.gaps.sorted(), usual = white[white.count / 2], wide = max(white[(white.count - 1) * 9 / 10] - usual, 0.05)
    let apart = max(distances.sorted()[distances.count / 2], 1e-9)
    return zip(reading.gaps, distances).map { gap, distance in
      let likely = odds.constant + (odds.wider + odds.share / wide) * (gap - usual) + odds.distance * distance / apart
      return (-trust * likely).clamped(to: cheapest...dearest)
    }
  }

  /// - Parameter partings: what one before character i + 1 costs.
  private func parted(_ characters: [Character], _ run: Range<Int>, _ partings: [Double]) -> [Range<Int>] {
    // One script without spaces is left alone.
    guard run.count > 1, characters[run].allSatisfy({ $0.unicodeScalars.allSatisfy { $0.value < 0x2E80 } }) else { return [run] }
    var best = [Double](repeating: .infinity, count: run.count + 1), previous = [Int](repeating: 0, count: run.count + 1)
    best[0] = 0
    for end in 1...run.count {
      for start in max(0, end - 2 * Self.longestWord)..<end where best[start] < .infinity {
        var cost = best[start]
        if start > 0 {
          let at = run.lowerBound + start
          guard Self.mayPart(characters[at - 1], characters[at]) else { continue }
          cost += partings[at - 1]
        }
        cost += self.cost(characters[run.lowerBound + start..<run.lowerBound + end])
        if cost < best[end] { (best[end], previous[end]) = (cost, start) }
      }
    }
    var out: [Range<Int>] = [], end = run.count
    while end > 0 {
      out.append(run.lowerBound + previous[end]..<run.lowerBound + end)
      end = previous[end]
    }
    return whole(out.reversed(), characters)
  }

  /// Pieces that are no words put together again where together they are one: the last letter of "Africa" may stand far off in a line of six letters.
  private func whole(_ pieces: [Range<Int>], _ characters: [Character]) -> [Range<Int>] {
    func known(_ range: Range<Int>) -> Bool { costs[String(characters[range]).lowercased()] != nil }
    var out: [Range<Int>] = []
    for piece in pieces {
      if let last = out.last, last.upperBound == piece.lowerBound, !known(last) || !known(piece), known(last.lowerBound..<piece.upperBound) {
        out[out.count - 1] = last.lowerBound..<piece.upperBound
      } else {
        out.append(piece)
      }
    }
    return out
  }

  /// Numbers stay whole, and so do signs with what they belong to.
  private static func mayPart(_ left: Character, _ right: Character) -> Bool {
    if left.isNumber, right.isNumber || ".,:/-%°".contains(right) { return false }
    if right.isNumber, ".,:/-$€£+(#".contains(left) { return false }
    if ".,;:!?)]}%'’".contains(right) || "([{$€£#'’".contains(left) { return false }
    return true
  }

  private func cost(_ word: ArraySlice<Character>) -> Double {
    var core = word
    while let first = core.first, !first.isLetter, !first.isNumber { core = core.dropFirst() }
    while let last = core.last, !last.isLetter, !last.isNumber { core = core.dropLast() }
    if core.isEmpty { return 4 }
    // Signs between letters end a word, but for those that stand inside one.
    if core.contains(where: { ",;!?()[]{}\"“”|".contains($0) }) { return 40 + Double(core.count) }
    if core.contains(where: \.isNumber) {
      // Amounts, years, codes such as B12 and 500mg are short in letters.
      let letters = core.count(where: \.isLetter)
      return 6 + (letters <= 3 ? 0.5 : 3) * Double(letters) + 2 * Double(changes(core))
    }
    let parts = core.split { "-–—/'’.&_@".contains($0) }
    // A sentence may end inside what ran together; e.g. and i.e. are one word.
    let ends = core.contains(".") && parts.contains { $0.count > 2 } ? 8.0 : 0
    return ends + parts.reduce(0) { $0 + cost(letters: $1) }
  }

  private func cost(letters: ArraySlice<Character>) -> Double {
    let word = String(letters).lowercased()
    if let known = costs[word] { return known }
    for (ending, more) in [("s", 1.5), ("ed", 3.0), ("d", 3.0), ("ing", 3.0), ("ly", 3.0)] where word.count > ending.count + 2 && word.hasSuffix(ending) {
      if let known = costs[String(word.dropLast(ending.count))] { return known + more }
    }
    // Letters in capitals alone are mostly an abbreviation.
    return Self.unknown + Self.letter * Double(letters.count)
  }

  /// How often letters follow digits or the other way round.
  private func changes(_ word: ArraySlice<Character>) -> Int { zip(word, word.dropFirst()).count { $0.isNumber && $1.isLetter || $0.isLetter && $1.isNumber } }
}
