/// Markdown's marks taken off a line, so that it can be said in a sentence.
enum Markdown {
  /// Emphasis, code ticks, links and quoted lines without their marks; runs of white space as one space.
  static func plain(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    let characters = Array(text)
    var index = quoteMarks(characters, from: 0)
    var space = false
    while index < characters.count {
      let character = characters[index]
      let next: Character? = index + 1 < characters.count ? characters[index + 1] : nil
      if character.isWhitespace {
        space = !out.isEmpty
        index += 1
        if character.isNewline { index = quoteMarks(characters, from: index) }
        continue
      }
      if character == "`" || (character == "*" && (next == "*" || isEmphasis(characters, index))) {
        index += 1
        continue
      }
      if character == "_", next == "_", index == 0 || characters[index - 1].isWhitespace {
        index += 2
        continue
      }
      if character == "[", let link = link(characters, index) {
        if space { out.append(" ") }
        space = false
        out += plain(link.text)
        index = link.end
        continue
      }
      if space { out.append(" ") }
      space = false
      out.append(character)
      index += 1
    }
    return out
  }

  /// Behind the marks of quoted text ("> ", "> > ") that open a line.
  private static func quoteMarks(_ characters: [Character], from start: Int) -> Int {
    var index = start
    while index + 2 < characters.count, characters[index] == ">", characters[index + 1] == " ", opensText(characters[index + 2]) { index += 2 }
    return index
  }

  /// "> 30" compares.
  private static func opensText(_ character: Character) -> Bool { character.isLetter || "*_`[(\"“‘'>-".contains(character) }

  /// A star beside a letter on one side and none on the other opens or closes emphasis; between spaces it multiplies.
  private static func isEmphasis(_ characters: [Character], _ index: Int) -> Bool {
    if index > 0, characters[index - 1] == "*" { return true }
    let before = index > 0 ? characters[index - 1] : " "
    let after = index + 1 < characters.count ? characters[index + 1] : " "
    return before.isLetter != after.isLetter && !before.isNumber && !after.isNumber
  }

  private static func link(_ characters: [Character], _ start: Int) -> (text: String, end: Int)? {
    guard let close = characters[start...].prefix(300).firstIndex(of: "]"), close + 1 < characters.count,
      characters[close + 1] == "(", let end = characters[close...].prefix(600).firstIndex(of: ")")
    else { return nil }
    return (String(characters[(start + 1)..<close]), end + 1)
  }
}
