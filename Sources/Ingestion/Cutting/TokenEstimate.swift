/// How many tokens an encoder will make of a text, without asking it.
///
/// WordPiece keeps common words whole and splits long and rare ones; cutting needs the count to within a tenth or so, and fast.
enum TokenEstimate {
  static func count(_ text: [UInt8], _ range: Range<Int>) -> Int {
    var tokens = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = text[position]
      let start = position
      if byte.isLetter {
        while position < range.upperBound, text[position].isLetter { position += 1 }
        tokens += 1 + (position - start - 1) / 8
      } else if byte.isDigit {
        while position < range.upperBound, text[position].isDigit { position += 1 }
        tokens += 1 + (position - start - 1) / 3
      } else {
        if !byte.isSpace, byte.beginsCharacter { tokens += 1 }
        position += 1
      }
    }
    return tokens
  }

  /// The same, but counting no further than about `limit`.
  static func count(_ text: [UInt8], capped range: Range<Int>, at limit: Int) -> Int {
    // Tokens of more than 64 bytes on average are those of no text.
    count(text, range.lowerBound..<min(range.upperBound, range.lowerBound + limit * 64))
  }

  static func count(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    return count(bytes, 0..<bytes.count)
  }
}
