/// Where sentences of prose end.
enum SentenceEnds {
  /// The sentences of `bytes[range]`, trimmed, in order.
  static func pieces(of bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = skipSpace(bytes, range.lowerBound, range.upperBound)
    var at = start
    while at < range.upperBound {
      let byte = bytes[at]
      guard byte == 46 || byte == 33 || byte == 63 else {
        at += 1
        continue
      }
      var end = at + 1
      while end < range.upperBound, isCloser(bytes[end]) { end += 1 }
      if ends(bytes, mark: at, after: end, start: start, limit: range.upperBound) {
        pieces.append(start..<end)
        start = skipSpace(bytes, end, range.upperBound)
        at = start
      } else {
        at = end
      }
    }
    var last = range.upperBound
    while last > start, bytes[last - 1] <= 32 { last -= 1 }
    if last > start { pieces.append(start..<last) }
    return pieces
  }

  private static func ends(_ bytes: [UInt8], mark: Int, after: Int, start: Int, limit: Int) -> Bool {
    guard after < limit else { return true }
    guard bytes[after] <= 32 else { return false }
    guard bytes[mark] == 46 else { return true }
    let next = skipSpace(bytes, after, limit)
    guard next < limit else { return true }
    var wordStart = mark
    while wordStart > start, isLetter(bytes[wordStart - 1]) || bytes[wordStart - 1] == 46 { wordStart -= 1 }
    let word = String(decoding: bytes[wordStart..<mark], as: UTF8.self)
    if abbreviations.contains(word.lowercased()) { return false }
    // A small letter goes on with the sentence behind what may be an abbreviation; "… gomarrow. marrowpy is" are two.
    if bytes[next] >= 97 && bytes[next] <= 122, word.utf8.count < 5 { return false }
    // "No. 5" and "min. 5" go on; "The answer is no." ends.
    if beforeNumbers.contains(word.lowercased()) { return !(bytes[next] >= 48 && bytes[next] <= 57) }
    // "J. Smith" goes on; "120 U/L." ends.
    if word.utf8.count == 1, let letter = word.utf8.first, letter >= 65, letter <= 90,
      wordStart == start || bytes[wordStart - 1] <= 32
    {
      return false
    }
    return true
  }

  private static let beforeNumbers: Set<String> = ["no", "nos", "min", "max", "art", "sec", "ch", "fig", "eq"]

  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "approx", "ca", "cf", "al",
    "vol", "pp", "ed", "eds", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "gen", "col", "sen", "rep", "u.s", "u.k", "etc", "resp", "incl", "excl", "corr", "appr",
  ]

  private static func isCloser(_ byte: UInt8) -> Bool {
    byte == 34 || byte == 39 || byte == 41 || byte == 93 || byte == 42 || byte == 95 || byte == 46 || byte == 33
      || byte == 63 || byte == 0xE2 || byte == 0x80 || byte == 0x9D || byte == 0x99
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 128
  }

  private static func skipSpace(_ bytes: [UInt8], _ from: Int, _ limit: Int) -> Int {
    var at = from
    while at < limit, bytes[at] <= 32 { at += 1 }
    return at
  }
}
