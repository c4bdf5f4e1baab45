/// The words of a piece of Markdown without the marks inside a line: for headings, column names and labels, never for passages.
enum MarkdownInline {
  static func plain(_ text: [UInt8], _ range: Range<Int>) -> String {
    var words: [UInt8] = []
    var position = range.lowerBound
    // `[` that a `](` may still close: looked for once, so that a line of brackets stays linear.
    var linksMayClose = true
    while position < range.upperBound {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\\") where position + 1 < range.upperBound && isMark(text[position + 1]):
        words.append(text[position + 1])
        position += 2
      case UInt8(ascii: "`"), UInt8(ascii: "*"):
        position += 1
      case UInt8(ascii: "_"):
        let inWord = position > range.lowerBound && text[position - 1].isIdentifier && position + 1 < range.upperBound && text[position + 1].isIdentifier
        if inWord { words.append(byte) }
        position += 1
      case UInt8(ascii: "!") where position + 1 < range.upperBound && text[position + 1] == UInt8(ascii: "["):
        position += 1
      case UInt8(ascii: "[") where linksMayClose:
        guard let middle = text.firstPosition(of: "](", from: position, upTo: range.upperBound),
          let end = text.firstPosition(of: ")", from: middle, upTo: range.upperBound)
        else {
          linksMayClose = false
          continue
        }
        words += text[position + 1..<middle].filter { $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "*") }
        position = end + 1
      default:
        words.append(byte)
        position += 1
      }
    }
    return words.string(words.trimmed(0..<words.count))
  }

  private static func isMark(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && !byte.isLetter && !byte.isDigit }
}

extension String {
  /// Without one pair of quotes around it.
  var trimmingQuotes: String {
    guard utf8.count >= 2, let first = utf8.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"), utf8.last == first else { return self }
    return String(dropFirst().dropLast())
  }
}
