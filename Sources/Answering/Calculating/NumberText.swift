import Foundation

/// Numbers as people write them: digits with grouping, exponents, number words, words of magnitude.
enum NumberText {
  /// The unsigned number that starts at `start`: "1,200.50", "3e-5", ".5". At most 40 characters.
  static func number(_ characters: [Character], _ start: Int) -> (value: Double, end: Int)? {
    var text = ""
    var at = start
    var hasPoint = false
    while at < characters.count, at - start < 40 {
      let character = characters[at]
      if isDigit(character) {
        text.append(character)
      } else if character == ",", !hasPoint, isGroup(characters, at) {
        // A grouping comma: exactly three digits follow.
      } else if character == ".", !hasPoint, at + 1 < characters.count, isDigit(characters[at + 1]) {
        hasPoint = true
        text.append(".")
      } else {
        break
      }
      at += 1
    }
    // "1.2.3" is a version or an address, not a number.
    if hasPoint, at + 1 < characters.count, characters[at] == ".", isDigit(characters[at + 1]) { return nil }
    if let exponent = exponent(characters, at) {
      text += "e\(exponent.value)"
      at = exponent.end
    }
    guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else { return nil }
    return (value, at)
  }

  private static func exponent(_ characters: [Character], _ at: Int) -> (value: Int, end: Int)? {
    guard at < characters.count, characters[at] == "e" || characters[at] == "E" else { return nil }
    var next = at + 1
    var sign = 1
    if next < characters.count, characters[next] == "-" || characters[next] == "+" {
      sign = characters[next] == "-" ? -1 : 1
      next += 1
    }
    let first = next
    var value = 0
    while next < characters.count, next - first < 3, let digit = characters[next].wholeNumberValue {
      value = value * 10 + digit
      next += 1
    }
    guard next > first, next == characters.count || !characters[next].isLetter else { return nil }
    return (sign * value, next)
  }

  /// The exponent that raised digits right behind a number say: 53 in "2⁵³".
  static func superscript(_ characters: [Character], _ start: Int) -> (value: Double, end: Int)? {
    var at = start
    var sign = 1.0
    if at < characters.count, characters[at] == "⁻" {
      sign = -1
      at += 1
    }
    var value = 0.0
    let first = at
    while at < characters.count, at - first < 4, let digit = raised.firstIndex(of: characters[at]) {
      value = value * 10 + Double(digit)
      at += 1
    }
    return at > first ? (sign * value, at) : nil
  }

  private static let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  private static func isGroup(_ characters: [Character], _ comma: Int) -> Bool {
    let end = comma + 4
    guard end <= characters.count, characters[(comma + 1)..<end].allSatisfy(isDigit) else { return false }
    return end == characters.count || !isDigit(characters[end])
  }

  /// A factor right behind a number: "million", "bn", and behind money also "k" and "M".
  static func magnitude(_ characters: [Character], _ end: Int, afterCurrency: Bool) -> (factor: Double, end: Int)? {
    var start = end
    if start < characters.count, characters[start] == " " || characters[start] == "-" { start += 1 }
    var stop = start
    while stop < characters.count, characters[stop].isLetter { stop += 1 }
    let word = String(characters[start..<stop])
    if let factor = factors[word.lowercased()] { return (factor, stop) }
    guard afterCurrency || start == end else { return nil }
    if afterCurrency, let factor = letters[word] { return (factor, stop) }
    return word == "k" || word == "bn" ? (letters[word].map { ($0, stop) }) : nil
  }

  /// The number that the words from `start` say: "three", "twenty-one", "two hundred", "five million".
  static func words(_ characters: [Character], _ start: Int, _ firstEnd: Int) -> (value: Double, end: Int)? {
    guard var value = small[String(characters[start..<firstEnd]).lowercased()] else { return nil }
    var end = firstEnd
    while let next = nextWord(characters, end) {
      let word = String(characters[next]).lowercased()
      if value >= 20, value < 100, value.truncatingRemainder(dividingBy: 10) == 0, let ones = small[word], ones < 10 {
        value += ones
      } else if word == "hundred" {
        value *= 100
      } else if let factor = factors[word] {
        value *= factor
      } else {
        break
      }
      end = next.upperBound
    }
    return (value, end)
  }

  private static func nextWord(_ characters: [Character], _ end: Int) -> Range<Int>? {
    guard end + 1 < characters.count, characters[end] == " " || characters[end] == "-" else { return nil }
    var stop = end + 1
    while stop < characters.count, characters[stop].isLetter { stop += 1 }
    return stop > end + 1 ? (end + 1)..<stop : nil
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  private static let factors: [String: Double] = [
    "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "billions": 1e9, "trillion": 1e12,
    "mn": 1e6, "bn": 1e9,
  ]
  private static let letters: [String: Double] = [
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mm": 1e6, "MM": 1e6, "b": 1e9, "B": 1e9, "bn": 1e9, "T": 1e12,
  ]
  private static let small: [String: Double] = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
  ]
}
