/// A text's words with their places.
///
/// A word is a run of letters, digits and accents; `+` and `#` belong to it where they end a name (`C++`, `C#`).
struct TextWords {
  struct Word {
    var folded: String
    /// UTF-8 bytes in the text.
    var range: Range<Int>
    /// Whether exactly one hyphen stands between it and the word before.
    var followsHyphen = false
    /// Whether a sentence or a paragraph ended between it and the word before.
    var followsBreak = false
  }

  private(set) var words: [Word] = []

  init(_ text: String) {
    var offset = 0
    var current: Word?
    var gap = Gap()
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let length = UTF8.width(scalar)
      let next = scalars.index(after: index)
      if Self.isWordScalar(scalar) {
        if current == nil {
          current = Word(folded: "", range: offset..<offset, followsHyphen: gap.isHyphen && !words.isEmpty, followsBreak: gap.isBreak)
        }
        TextFolding.append(scalar, to: &current!.folded)
        current!.range = current!.range.lowerBound..<offset + length
      } else if current != nil, Self.isNameSign(scalar), Self.endsName(scalars, after: next, afterDigit: current!.folded.utf8.last) {
        current!.folded.unicodeScalars.append(scalar)
        current!.range = current!.range.lowerBound..<offset + length
      } else {
        if let word = current {
          words.append(word)
          current = nil
          gap = Gap()
        }
        gap.note(scalar)
      }
      offset += length
      index = next
    }
    if let word = current { words.append(word) }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0..<0x80: false
    case 0x300...0x36F: true
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  private static func isNameSign(_ scalar: Unicode.Scalar) -> Bool { scalar == "+" || scalar == "#" }

  /// Whether only further signs stand between here and the end of the word, and a letter before it.
  private static func endsName(_ scalars: String.UnicodeScalarView, after: String.Index, afterDigit last: UInt8?) -> Bool {
    if let last, (0x30...0x39).contains(last) { return false }
    var index = after
    var signs = 1
    while index < scalars.endIndex, isNameSign(scalars[index]) {
      index = scalars.index(after: index)
      signs += 1
      if signs > 2 { return false }
    }
    return index == scalars.endIndex || !isWordScalar(scalars[index])
  }

  /// What was seen since the last word.
  private struct Gap {
    private var scalars = 0
    private var hyphens = 0
    private var newlines = 0
    private var endedWithStop = false
    private(set) var isBreak = false

    var isHyphen: Bool { scalars == 1 && hyphens == 1 }

    mutating func note(_ scalar: Unicode.Scalar) {
      scalars += 1
      switch scalar {
      case "-", "\u{2010}", "\u{2011}": hyphens += 1
      case ".", "!", "?", ";", ":", "|": endedWithStop = true
      case "\n":
        newlines += 1
        if newlines > 1 || endedWithStop { isBreak = true }
      case " ", "\t", "\r": if endedWithStop { isBreak = true }
      default: break
      }
    }
  }
}
