import Foundation

/// Finds the numbers of a text with their units: "$3.2 million", "1,200.50", "120/80 mmHg", "30–45 mL/min", "5 %".
///
/// Digits inside names ("B12", "SHA-256", "HTTP/2") are names. Two numbers of one range share the unit behind it.
public struct QuantityReader {
  private let characters: [Character]
  private let offsets: [Int]
  private var found: [QuantityMention] = []

  /// - Complexity: O(bytes); a number has at most 40 characters.
  public static func quantities(in text: String) -> [QuantityMention] {
    var reader = QuantityReader(text)
    reader.read()
    return reader.shareUnits()
  }

  private init(_ text: String) {
    characters = Array(text)
    var offsets: [Int] = []
    offsets.reserveCapacity(characters.count + 1)
    var offset = 0
    for character in characters {
      offsets.append(offset)
      offset += character.utf8.count
    }
    offsets.append(offset)
    self.offsets = offsets
  }

  private mutating func read() {
    var at = 0
    while at < characters.count {
      let character = characters[at]
      if Self.isDigit(character) || (character == "." && at + 1 < characters.count && Self.isDigit(characters[at + 1])
        && (at == 0 || !characters[at - 1].isLetter && !Self.isDigit(characters[at - 1])))
      {
        at = number(at)
      } else if character.isLetter {
        let end = letters(at)
        let isWhole = at == 0 || !(characters[at - 1].isLetter || Self.isDigit(characters[at - 1]))
        at = isWhole ? word(at, end) : end
      } else {
        at += 1
      }
    }
  }

  /// Reads the number that starts at `start` and returns where reading goes on.
  private mutating func number(_ start: Int) -> Int {
    guard let parsed = NumberText.number(characters, start) else { return skipName(start) }
    var end = parsed.end
    if isInsideName(start, end) { return skipName(start) }
    var value = parsed.value
    var first = start
    if let power = NumberText.superscript(characters, end) {
      value = pow(value, power.value)
      end = power.end
      guard value.isFinite else { return skipName(start) }
    }
    var unit: Unit?
    if let (sign, at) = sign(before: first) {
      value *= sign
      first = at
    }
    if let currency = currency(before: first) {
      unit = currency.unit
      first = currency.at
      if let (sign, at) = sign(before: first) {
        value *= sign
        first = at
      }
    }
    var error = spread(after: end)
    if let known = error { end = known.end }
    if let magnitude = NumberText.magnitude(characters, end, afterCurrency: unit != nil) {
      value *= magnitude.factor
      error?.value *= magnitude.factor
      end = magnitude.end
    }
    let numberEnd = error == nil ? end : parsed.end
    var noun = ""
    if unit == nil {
      let isDecade = numberEnd - start == 4 && end < characters.count && characters[end] == "s"
      if !isDecade, let read = self.unit(after: end) {
        unit = read.unit
        end = read.end
      } else {
        noun = self.noun(after: end)
      }
    } else if let compound = perUnit(unit ?? .one, after: end) {
      unit = compound.unit
      end = compound.end
    }
    let isYear = unit == nil && numberEnd - start == 4 && (1500...2100).contains(value)
    var past = end
    if error == nil, let behind = spread(after: end) { (error, past) = (behind, behind.end) }
    add(value, unit ?? .one, first, end, noun: noun, isYear: isYear && error == nil, error: error?.value)
    return max(past, start + 1)
  }

  /// The error that stands behind a number or its unit: "± 0.1", "(±0.1)".
  private func spread(after end: Int) -> (value: Double, end: Int)? {
    var at = end
    func skip(_ character: Character) -> Bool {
      guard at < characters.count, characters[at] == character else { return false }
      at += 1
      return true
    }
    _ = skip(" ")
    let isOpen = skip("(")
    guard skip("±") else { return nil }
    _ = skip(" ")
    guard at < characters.count, let parsed = NumberText.number(characters, at) else { return nil }
    at = parsed.end
    _ = skip("%")
    if isOpen { guard skip(")") else { return nil } }
    return (parsed.value, at)
  }

  private mutating func add(
    _ value: Double, _ unit: Unit, _ start: Int, _ end: Int, noun: String = "", isYear: Bool = false,
    isWord: Bool = false, error: Double? = nil
  ) {
    found.append(
      QuantityMention(
        quantity: Quantity(value, unit), text: String(characters[start..<end]), start: offsets[start],
        end: offsets[end], noun: noun, isYear: isYear, isWord: isWord, error: error))
  }

  /// Reads a number that is written as words and returns where reading goes on.
  private mutating func word(_ start: Int, _ end: Int) -> Int {
    guard let parsed = NumberText.words(characters, start, end) else { return end }
    let read = unit(after: parsed.end)
    // "one" alone is more often a pronoun than a count.
    if parsed.value == 1, read == nil { return end }
    add(
      parsed.value, read?.unit ?? .one, start, read?.end ?? parsed.end,
      noun: read == nil ? noun(after: parsed.end) : "", isWord: true)
    return max(end, read?.end ?? parsed.end)
  }

  private func isInsideName(_ start: Int, _ end: Int) -> Bool {
    if start > 0 {
      let before = characters[start - 1]
      if before.isLetter || before == "_" || before == "#" { return true }
      if start > 1, before == "-" || before == "/", characters[start - 2].isLetter,
        currency(before: start - 1) == nil
      {
        return before == "-" || characters[start - 2].isUppercase
      }
    }
    guard end < characters.count, characters[end].isLetter else { return false }
    // "3rd" is an order, "5mg" a quantity, "2FA" a name.
    return unit(after: end) == nil && NumberText.magnitude(characters, end, afterCurrency: true) == nil
      && !["st", "nd", "rd", "th"].contains(String(characters[end..<letters(end)]))
  }

  private func skipName(_ start: Int) -> Int {
    var at = start
    while at < characters.count {
      let character = characters[at]
      let isInner = character == "." && at + 1 < characters.count && Self.isDigit(characters[at + 1])
      guard character.isLetter || Self.isDigit(character) || character == "_" || isInner else { break }
      at += 1
    }
    return max(at, start + 1)
  }

  private func sign(before start: Int) -> (Double, Int)? {
    guard start > 0, "-−+".contains(characters[start - 1]) else { return nil }
    let isOpen = start == 1 || characters[start - 2].isWhitespace || "([=<>≤≥".contains(characters[start - 2])
    guard isOpen else { return nil }
    return (characters[start - 1] == "+" ? 1 : -1, start - 1)
  }

  private func currency(before start: Int) -> (unit: Unit, at: Int)? {
    var at = start
    if at > 0, characters[at - 1] == " " { at -= 1 }
    guard at > 0 else { return nil }
    if "$€£¥₹".contains(characters[at - 1]), let unit = UnitTable.unit(String(characters[at - 1])) {
      at -= 1
      if unit.symbol == "$", at > 1, characters[at - 1] == "S", characters[at - 2] == "U" { at -= 2 }
      return (unit, at)
    }
    guard at >= 3 else { return nil }
    let code = String(characters[(at - 3)..<at])
    guard ["USD", "EUR", "GBP", "CHF", "JPY", "INR"].contains(code), at == 3 || !characters[at - 4].isLetter else {
      return nil
    }
    return UnitTable.unit(code).map { ($0, at - 3) }
  }

  /// The longest known unit that starts behind a number, after at most one space or hyphen.
  private func unit(after end: Int) -> (unit: Unit, end: Int)? {
    var start = end
    if start < characters.count, characters[start] == " " || characters[start] == "-" || characters[start] == "\u{A0}" {
      start += 1
    }
    guard start < characters.count, !Self.isDigit(characters[start]) else { return nil }
    var best: (unit: Unit, end: Int)?
    var at = start
    var words = 0
    while at < characters.count, words < UnitTable.longestWords, at - start < 40 {
      at = tokenEnd(at)
      let text = String(characters[start..<at])
      if let unit = Unit.named(text) { best = (unit, at) }
      guard at < characters.count, characters[at] == " " else { break }
      at += 1
      words += 1
    }
    // A lone letter behind a space ("5 a day", "Type 1 K") is rarely a unit.
    if let found = best, found.end - start == 1, start > end, "AKBUVxtd".contains(characters[start]) { return nil }
    return best
  }

  /// "$5 per user per month": a price for something.
  private func perUnit(_ unit: Unit, after end: Int) -> (unit: Unit, end: Int)? {
    var at = end
    var text = unit.symbol
    var best: (unit: Unit, end: Int)?
    for _ in 0..<2 {
      var next = at
      while next < characters.count, characters[next] == " " { next += 1 }
      if next < characters.count, characters[next] == "/" {
        next += 1
      } else if next + 4 < characters.count, String(characters[next..<(next + 4)]).lowercased() == "per " {
        next += 4
      } else {
        break
      }
      let wordEnd = letters(next)
      guard wordEnd > next else { break }
      text += "/" + String(characters[next..<wordEnd])
      guard let compound = Unit.named(text) else { break }
      best = (compound, wordEnd)
      at = wordEnd
    }
    return best
  }

  private func noun(after end: Int) -> String {
    guard end < characters.count, characters[end] == " " || characters[end] == "-" else { return "" }
    let wordEnd = letters(end + 1)
    guard wordEnd > end + 1 else { return "" }
    let word = Word.fold(String(characters[(end + 1)..<wordEnd]))
    return Lexicon.stopWords.contains(word) ? "" : Stemmer.stem(word)
  }

  private func letters(_ start: Int) -> Int {
    var at = start
    while at < characters.count, characters[at].isLetter { at += 1 }
    return at
  }

  private func tokenEnd(_ start: Int) -> Int {
    var at = start
    while at < characters.count {
      let character = characters[at]
      if character.isLetter || "%°²³^$€£¥℃℉".contains(character) || (at > start && Self.isDigit(character)) {
        at += 1
      } else if character == "/", at > start, at + 1 < characters.count, !characters[at + 1].isWhitespace {
        at += 1
      } else if character == ".", at + 1 < characters.count, Self.isDigit(characters[at + 1]), at > start,
        Self.isDigit(characters[at - 1])
      {
        at += 1
      } else {
        break
      }
    }
    return max(at, start + 1)
  }

  /// Gives the first number of a range or pair the unit that stands behind the second.
  private func shareUnits() -> [QuantityMention] {
    var mentions = found
    guard mentions.count > 1 else { return mentions }
    for index in stride(from: mentions.count - 2, through: 0, by: -1) {
      let first = mentions[index]
      let second = mentions[index + 1]
      guard let low = offsets.firstIndex(of: first.end), let high = offsets.firstIndex(of: second.start), low <= high
      else { continue }
      let between = String(characters[low..<high]).trimmingSpace.lowercased()
      let isPair = between == "/"
      guard isPair || ["-", "–", "—", "to", "and", "through", "or"].contains(between) else { continue }
      let unit = first.quantity.unit.dimension.isNone && first.noun.isEmpty ? second.quantity.unit : first.quantity.unit
      guard isPair || unit != first.quantity.unit else { continue }
      mentions[index] = QuantityMention(
        quantity: Quantity(first.quantity.value, unit), text: first.text, start: first.start, end: first.end,
        noun: first.noun, isYear: first.isYear && second.isYear, isWord: first.isWord, pairPlace: isPair ? 0 : nil, error: first.error)
      if isPair {
        mentions[index + 1] = QuantityMention(
          quantity: second.quantity, text: second.text, start: second.start, end: second.end, noun: second.noun,
          isYear: second.isYear, isWord: second.isWord, pairPlace: 1, error: second.error)
      }
    }
    return mentions
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }
}
