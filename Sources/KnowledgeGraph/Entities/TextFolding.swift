/// Makes names comparable: letters lose their case and their accents, everything else that is no letter or digit separates words.
///
/// The tables hold the base letters of Latin's accented ones (Unicode's canonical decompositions); other scripts only lose their case.
enum TextFolding {
  /// The folded words of a name with single spaces between them: what two spellings of one name share. For a name without letters and digits, itself.
  static func key(_ name: String) -> String {
    let words = TextWords(name).words
    return words.isEmpty ? name.lowercased() : words.map(\.folded).joined(separator: " ")
  }

  /// Appends a scalar's folded form; nothing for an accent on its own.
  static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    let value = scalar.value
    switch value {
    case 0x41...0x5A: text.unicodeScalars.append(Unicode.Scalar(UInt8(value + 0x20)))
    case 0..<0x80: text.unicodeScalars.append(scalar)
    case 0x300...0x36F: break
    case 0xC6, 0xE6: text += "ae"
    case 0xDE, 0xFE: text += "th"
    case 0xDF: text += "ss"
    case 0x152, 0x153: text += "oe"
    default:
      if let base = baseLetter(value) {
        text.unicodeScalars.append(Unicode.Scalar(base))
      } else {
        text += scalar.properties.lowercaseMapping
      }
    }
  }

  private static func baseLetter(_ value: UInt32) -> UInt8? {
    let letter: UInt8
    switch value {
    case 0xC0..<0x250: letter = latin[Int(value - 0xC0)]
    case 0x1E00..<0x1F00: letter = latinAdditional[Int(value - 0x1E00)]
    default: return nil
    }
    return letter == UInt8(ascii: ".") ? nil : letter
  }

  /// U+00C0 to U+024F; a dot where there is no base letter.
  private static let latin = Array(
    """
    aaaaaa.ceeeeiiiidnooooo.ouuuuy.saaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggg\
    gggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.\
    ................................oo.............uu............................aaiioouuuuuuuuuu.aa\
    aa....ggkkoooo..j...gg..nnaa..ooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
    ................
    """.utf8)

  /// U+1E00 to U+1EFF.
  private static let latinAdditional = Array(
    """
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
    ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy....s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......
    """.utf8)
}
