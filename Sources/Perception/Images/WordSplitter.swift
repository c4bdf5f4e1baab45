import Foundation

/// Parts words that the recogniser ran together, by a list of words and by how far apart the letters stand.
///
/// PP-OCR's recogniser learnt mostly Chinese, and drops spaces in English. Every way of parting a run of characters has a cost: known words by how rare
/// they are, unknown ones by their length, and each parting by how narrow the gap is; the cheapest way is found in one pass (Viterbi).
///
/// The list is the user's own: the words of ingested text and of the graph's labels, with how often they stand there.
public struct WordSplitter: Sendable {
  private let costs: [String: Double]
  private let isActive: Bool

  /// Keeps the recogniser's own spaces.
  static let none = WordSplitter(costs: [:], isActive: false)

  private static let longestWord = 24
  /// What an unknown word costs, and each of its letters more.
  private static let unknown = 8.0, letter = 1.6
  /// What a gap of the usual width costs as a parting, and what each column more than usual takes off.
  private static let parting = 4.0, wider = 2.6

  /// - Parameter counts: how often each word stands in the text that the list is made of. Words are compared without case.
  public init(counts: [String: Int]) {
    var merged: [String: Int] = [:]
    for (word, count) in counts where word.count <= Self.longestWord && word.allSatisfy(\.isLetter) && count > 0 { merged[word.lowercased(), default: 0] += count }
    // A single letter is a word only where it is one: typing errors and initials make every letter look like one.
    for word in merged.keys where word.count == 1 && word != "a" && word != "i" { merged[word] = nil }
    let total = Double(max(1, merged.values.reduce(0, +)))
    self.init(costs: merged.mapValues { log(total / Double($0)) }, isActive: true)
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
    // Places of letters tell the usual distance; that of a line's narrowest letters would part all others.
    let gaps = characters.indices.dropFirst().map { (reading.places[$0] - reading.places[$0 - 1]) / max(reading.column, 1e-9) }
    let usual = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 2]
    for end in 0...characters.count where end == characters.count || characters[end] == " " {
      if end > start { out += isActive ? parted(characters, start..<end, gaps: gaps, usual: usual) : [start..<end] }
      start = end + 1
    }
    return out
  }

  /// - Parameter gaps: before character i + 1, in columns.
  private func parted(_ characters: [Character], _ run: Range<Int>, gaps: [Double], usual: Double) -> [Range<Int>] {
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
          cost += max(-6, Self.parting - Self.wider * (gaps[at - 1] - usual))
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
    return out.reversed()
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
