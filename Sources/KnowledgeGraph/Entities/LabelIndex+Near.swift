/// A name that a text may mean by a word that no name has.
public struct NearMatch: Sendable, Hashable {
  /// The word as written, folded, and the one of the name.
  public let written, meant: String
  /// UTF-8 bytes of the written word in the text.
  public let range: Range<Int>
  /// The text with the name's word in place of the written one, and the name in it.
  public let text: String
  public let match: LabelMatch
  /// Words of the mention.
  public let words: Int
}

extension LabelIndex {
  /// Names of a text whose one word is misspelt by one slip; words that names have are left alone.
  ///
  /// - Parameter limit: the most that are given; no more words of the text are looked at.
  /// - Complexity: a word of L letters costs L look-ups, and a pass over the text for each word that is near.
  public func nearMatches(in text: String, limit: Int = 16) -> [NearMatch] {
    var result: [NearMatch] = []
    let bytes = Array(text.utf8)
    for word in TextWords(text).words.prefix(256) where result.count < limit {
      if hasWord(word.folded) { continue }
      for near in spellings.words(near: word.folded) where result.count < limit {
        let corrected = String(decoding: bytes[..<word.range.lowerBound], as: UTF8.self) + near + String(decoding: bytes[word.range.upperBound...], as: UTF8.self)
        let place = word.range.lowerBound..<word.range.lowerBound + near.utf8.count
        guard let match = matches(in: corrected).first(where: { $0.range.lowerBound <= place.lowerBound && place.upperBound <= $0.range.upperBound })
        else { continue }
        let mention = String(decoding: Array(corrected.utf8)[match.range], as: UTF8.self)
        result.append(
          NearMatch(written: word.folded, meant: near, range: word.range, text: corrected, match: match, words: TextWords(mention).words.count))
      }
    }
    return result
  }

  private func hasWord(_ word: String) -> Bool { spellings.contains(word) || WordForms.singulars(word).contains { spellings.contains($0) } }
}
