/// Finds where sentences begin and end, in plain text and in the marked-up text that documents are kept as.
///
/// Ingestion cuts passages at these places and answering holds each sentence against its evidence, so both
/// must agree on what a sentence is: the rules stand here once. They are about English prose with the
/// abbreviations, decimals, initials and units of finance, medicine and programming; a text of another
/// language falls back to "a stop, a space, a capital".
///
/// ```swift
/// SentenceSplitter().ranges(in: Array("Dr. Ray gave 2.5 mg. It helped.".utf8))   // 0..<20, 21..<31
/// ```
/// - Complexity: O(n) in the bytes for any input; what it looks back at is at most ``longestAbbreviation`` bytes.
public struct SentenceSplitter: Sendable {
  static let longestAbbreviation = 24

  public init() {}

  /// The sentences of a text as byte ranges of its UTF-8, in order, without the white space around them.
  public func ranges(in text: [UInt8], _ range: Range<Int>? = nil) -> [Range<Int>] {
    var scanner = SentenceScanner(text: text, range: range ?? 0..<text.count)
    return scanner.scan()
  }

  /// The sentences of a text, in order, without the white space around them.
  public func sentences(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    return ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}

private struct SentenceScanner {
  let text: [UInt8]
  let range: Range<Int>
  var sentences: [Range<Int>] = []
  var start: Int

  init(text: [UInt8], range: Range<Int>) {
    self.text = text
    self.range = range
    start = range.lowerBound
  }

  mutating func scan() -> [Range<Int>] {
    var position = range.lowerBound
    while position < range.upperBound {
      switch text[position] {
      case UInt8(ascii: "\n"):
        position = newline(at: position)
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        position = terminator(at: position)
      case 0xE2 where starts(with: [0xE2, 0x80, 0xA6], at: position):  // …
        position = terminator(at: position + 2)
      case 0xE3 where starts(with: [0xE3, 0x80, 0x82], at: position):  // 。
        position += 3
        close(at: position)
      case 0xEF where starts(with: [0xEF, 0xBC, 0x81], at: position) || starts(with: [0xEF, 0xBC, 0x9F], at: position):
        position += 3
        close(at: position)
      default:
        position += 1
      }
    }
    close(at: range.upperBound)
    return sentences
  }

  /// A line's end divides at blank lines and where the line before or after it is one of its own kind: a bullet, a heading, a table's row.
  private mutating func newline(at position: Int) -> Int {
    var next = position + 1
    var lineStart = next
    var blankLine = false
    while next < range.upperBound, isSpace(text[next]) {
      if text[next] == UInt8(ascii: "\n") {
        blankLine = true
        lineStart = next + 1
      }
      next += 1
    }
    if blankLine || next == range.upperBound || beginsOwnLine(at: next, lineStart: lineStart) || currentLineStandsAlone(end: position) {
      close(at: position)
      start = next
    }
    return next
  }

  private mutating func terminator(at position: Int) -> Int {
    var end = position + 1
    while end < range.upperBound, isTerminator(text[end]) { end += 1 }
    let stops = end
    end = afterClosers(end)
    guard end < range.upperBound else { return end }
    guard isSpace(text[end]) else { return stops }
    var next = end
    var lineBreaks = 0
    while next < range.upperBound, isSpace(text[next]) {
      if text[next] == UInt8(ascii: "\n") { lineBreaks += 1 }
      next += 1
    }
    if next == range.upperBound || lineBreaks > 1 { return end }  // newline(at:) or the end divides
    if lineBreaks == 1, beginsOwnLine(at: next, lineStart: next) { return end }
    if continues(stop: position, single: stops == position + 1, next: next) { return stops }
    close(at: end)
    start = next
    return next
  }

  /// Quotes, brackets, emphasis and footnote marks that belong to the sentence that a stop ends.
  private func afterClosers(_ from: Int) -> Int {
    var end = from
    while end < range.upperBound {
      switch text[end] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: "_"),
        UInt8(ascii: "`"), UInt8(ascii: "}"):
        end += 1
      case 0xE2 where starts(with: [0xE2, 0x80, 0x9D], at: end) || starts(with: [0xE2, 0x80, 0x99], at: end):  // ” ’
        end += 3
      case 0xC2 where starts(with: [0xC2, 0xBB], at: end):  // »
        end += 2
      case UInt8(ascii: "["):
        var digit = end + 1
        while digit < range.upperBound, digit - end < 5, isDigit(text[digit]) { digit += 1 }
        guard digit > end + 1, digit < range.upperBound, text[digit] == UInt8(ascii: "]") else { return end }
        end = digit + 1
      default:
        return end
      }
    }
    return end
  }

  /// Whether the sentence goes on after the stop at `stop`, before the word at `next`.
  private func continues(stop: Int, single: Bool, next: Int) -> Bool {
    if isLower(text[next]) { return true }
    guard text[stop] == UInt8(ascii: "."), single else { return false }
    var wordStart = stop
    let limit = max(start, stop - SentenceSplitter.longestAbbreviation)
    while wordStart > limit, isWordByte(text[wordStart - 1]) { wordStart -= 1 }
    while wordStart < stop, text[wordStart] == UInt8(ascii: ".") { wordStart += 1 }
    guard wordStart < stop else { return false }
    let word = text[wordStart..<stop]
    let lower = String(decoding: word.map { isUpper($0) ? $0 | 0x20 : $0 }, as: UTF8.self)

    // "1. Take the tablet": a list's number at the start of the sentence.
    if wordStart == start, word.count <= 3, word.allSatisfy({ isDigit($0) }) { return true }
    if Abbreviations.neverLast.contains(lower) { return true }
    if Abbreviations.beforeNumbers.contains(lower) {
      return isDigit(text[next]) || text[next] == UInt8(ascii: "(") || text[next] == UInt8(ascii: "#")
    }
    let initials = word.count == 1 && isLetter(word.first ?? 0) || word.contains(UInt8(ascii: ".")) && isInitials(word)
    if initials || Abbreviations.oftenLast.contains(lower) {
      if initials, word.count == 1, afterNamingWord(wordStart) { return false }
      return !beginsLikeASentence(at: next)
    }
    return false
  }

  /// `U.S`, `a.m`, `Ph.D`: letters in ones and twos, with stops between.
  private func isInitials(_ word: ArraySlice<UInt8>) -> Bool {
    word.split(separator: UInt8(ascii: ".")).allSatisfy { $0.count <= 2 && $0.allSatisfy { isLetter($0) } }
  }

  /// "vitamin C.", "hepatitis B.", "Figure A.": there the letter is a name, not somebody's initial.
  private func afterNamingWord(_ position: Int) -> Bool {
    var end = position
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    var begin = end
    while begin > start, end - begin < 16, isLetter(text[begin - 1]) { begin -= 1 }
    let word = String(decoding: text[begin..<end].map { $0 | 0x20 }, as: UTF8.self)
    return Abbreviations.namesALetter.contains(word)
  }

  private func beginsLikeASentence(at position: Int) -> Bool {
    var end = position
    while end < range.upperBound, end - position < 16, isLetter(text[end]) { end += 1 }
    guard end > position else { return text[position] < 0x80 && !isDigit(text[position]) && !isLetter(text[position]) }
    return Abbreviations.sentenceStarters.contains(String(decoding: text[position..<end], as: UTF8.self))
  }

  /// Whether a line of its own kind begins here: a bullet, a numbered item, a heading, a table's row, a fence.
  private func beginsOwnLine(at position: Int, lineStart: Int) -> Bool {
    guard position < range.upperBound else { return false }
    let after = position + 1 < range.upperBound ? text[position + 1] : UInt8(ascii: " ")
    switch text[position] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): return isSpace(after)
    case UInt8(ascii: "|"): return true
    case UInt8(ascii: "#"): return after == UInt8(ascii: "#") || isSpace(after)
    case UInt8(ascii: "`"): return starts(with: [0x60, 0x60, 0x60], at: position)
    case 0xE2: return starts(with: [0xE2, 0x80, 0xA2], at: position)  // •
    case let byte where isDigit(byte):
      var end = position
      while end < range.upperBound, end - position < 3, isDigit(text[end]) { end += 1 }
      return end + 1 < range.upperBound && (text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ")")) && isSpace(text[end + 1])
    default: return false
    }
  }

  /// Whether what was read since the last division is a heading's line or a table's row.
  private func currentLineStandsAlone(end: Int) -> Bool {
    guard start < end else { return false }
    if text[start] == UInt8(ascii: "|") { return true }
    guard text[start] == UInt8(ascii: "#") else { return false }
    var position = start
    while position < end, text[position] == UInt8(ascii: "#") { position += 1 }
    return position < end && position - start <= 6 && isSpace(text[position])
  }

  private mutating func close(at end: Int) {
    var from = start
    var to = end
    while from < to, isSpace(text[from]) { from += 1 }
    while to > from, isSpace(text[to - 1]) { to -= 1 }
    if from < to { sentences.append(from..<to) }
    start = end
  }

  private func starts(with bytes: [UInt8], at position: Int) -> Bool {
    position + bytes.count <= range.upperBound && text[position] == bytes[0] && text[position + 1] == bytes[1]
      && (bytes.count < 3 || text[position + 2] == bytes[2])
  }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  private func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
  private func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
  private func isTerminator(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x21 || byte == 0x3F }
  private func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == 0x2E || byte >= 0x80 }
}

/// Abbreviations by what they say about the stop after them, all in lower case without that stop.
private enum Abbreviations {
  /// Something always follows.
  static let neverLast: Set<String> = [
    "dr", "mr", "mrs", "ms", "prof", "rev", "hon", "gen", "sen", "rep", "gov", "capt", "lt", "col", "sgt", "st", "mt",
    "e.g", "i.e", "eg", "ie", "cf", "viz", "vs", "approx", "ca", "resp", "esp", "incl", "excl", "ff", "messrs",
  ]
  /// A number follows; "No. That is wrong." and "in the sec. After" are sentences' ends.
  static let beforeNumbers: Set<String> = [
    "no", "nos", "fig", "figs", "eq", "eqs", "eqn", "sec", "sect", "ch", "chap", "vol", "p", "pp", "pt", "tab", "art", "ref", "refs",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ver", "v", "app", "ex", "par", "nr",
  ]
  /// Often the last word too: the next word decides.
  static let oftenLast: Set<String> = ["inc", "ltd", "co", "corp", "jr", "sr", "al", "etc", "dept", "est", "ed", "eds", "univ", "assn", "bros", "ave", "blvd"]
  static let namesALetter: Set<String> = [
    "vitamin", "hepatitis", "type", "grade", "class", "factor", "figure", "table", "part", "appendix", "section", "influenza", "group", "point",
    "option", "step", "series", "panel", "plan", "column", "row", "variable", "line", "immunoglobulin", "protein", "medicare", "schedule", "language",
  ]
  static let sentenceStarters: Set<String> = [
    "The", "This", "That", "These", "Those", "It", "Its", "He", "She", "We", "They", "You", "In", "On", "At", "For", "From", "If", "When", "While",
    "However", "Because", "As", "An", "And", "But", "Or", "So", "There", "Then", "Thus", "Although", "After", "Before", "Since", "By", "With", "To",
    "Some", "Many", "Most", "Each", "Every", "All", "No", "Not", "Other", "Such", "What", "Which", "Who", "Why", "How", "Where", "Do", "Does", "Is",
    "Are", "Can", "Your", "Our", "His", "Her", "Their", "People", "Patients", "Another", "Both", "Once", "During", "Under", "Let", "See", "Use",
    "First", "Second", "Finally", "Also", "Here", "Now", "Yet", "Instead", "Therefore", "Moreover",
  ]
}
