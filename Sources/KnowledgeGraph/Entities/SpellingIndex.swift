/// The words of all names, to be found by a word that is one slip of the hand away: a letter left out, added, hit wrongly or swapped with its neighbour.
///
/// Each word is filed under itself and under what is left of it without one of its letters; two words one slip apart meet there.
/// Source: Garbe 2012, symmetric deletion. Memory: about 16 bytes for each letter of a word.
struct SpellingIndex: Sendable {
  /// Of shorter words a slip makes another word.
  static let least = 5
  private static let most = 32

  private let words: Set<String>
  private let filed: [UInt64: [String]]

  init(_ words: Set<String>) {
    var filed: [UInt64: [String]] = [:]
    for word in words where Self.isTaken(word) {
      for key in Self.keys(word) { filed[key, default: []].append(word) }
    }
    (self.words, self.filed) = (words, filed)
  }

  /// Whether a name has the word, folded.
  func contains(_ word: String) -> Bool { words.contains(word) }

  /// Words of names that are one slip away, in order; none for a short word, and none for one that a name has.
  func words(near word: String) -> [String] {
    guard Self.isTaken(word), !words.contains(word) else { return [] }
    let letters = Array(word.utf8)
    let found = Self.keys(word).reduce(into: Set<String>()) { $0.formUnion(filed[$1] ?? []) }
    return found.filter { Self.isOneSlip(letters, Array($0.utf8)) }.sorted()
  }

  private static func isTaken(_ word: String) -> Bool {
    (least...most).contains(word.utf8.count) && word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  private static func keys(_ word: String) -> Set<UInt64> {
    let letters = Array(word.utf8)
    var keys: Set<UInt64> = [hash(letters, without: letters.count)]
    for place in letters.indices { keys.insert(hash(letters, without: place)) }
    return keys
  }

  /// FNV-1a; a chance meeting is told by the comparison that follows.
  private static func hash(_ letters: [UInt8], without place: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in letters.indices where index != place { hash = (hash ^ UInt64(letters[index])) &* 0x100_0000_01B3 }
    return hash
  }

  static func isOneSlip(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    if a.count > b.count { return isOneSlip(b, a) }
    var start = 0, end = 0
    while start < a.count, a[start] == b[start] { start += 1 }
    while end < a.count - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    let (rest, other) = (a.count - start - end, b.count - start - end)
    if rest == 2, other == 2 { return a[start] == b[start + 1] && a[start + 1] == b[start] }
    return other == 1 && rest <= 1
  }
}
