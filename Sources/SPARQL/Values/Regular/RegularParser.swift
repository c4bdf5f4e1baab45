/// What a regular expression says, before it is made into a program.
indirect enum RegularNode {
  case empty
  case set(ScalarSet)
  case any
  case lineStart, lineEnd
  case sequence([RegularNode])
  case alternative([RegularNode])
  case group(RegularNode, capture: Int?)
  case repetition(RegularNode, least: Int, most: Int?, isLazy: Bool)
}

/// A regular expression that cannot be used, with the reason.
struct RegularError: Error {
  let message: String
}

/// Reads the syntax of XPath and XQuery Functions and Operators, section 7.6.1. Back references are refused: matching takes linear time
/// because there are none.
struct RegularParser {
  private let scalars: [UInt32]
  private var index = 0
  private var depth = 0
  private(set) var captures = 0

  init(_ pattern: String, ignoringSpace: Bool) {
    var scalars = pattern.unicodeScalars.map(\.value)
    if ignoringSpace {
      var bracket = 0
      var isEscaped = false
      scalars = scalars.filter { value in
        defer { isEscaped = value == 0x5C && !isEscaped }
        if !isEscaped, value == 0x5B { bracket += 1 }
        if !isEscaped, value == 0x5D { bracket -= 1 }
        return bracket > 0 || ![0x20, 0x09, 0x0A, 0x0D].contains(value)
      }
    }
    self.scalars = scalars
  }

  mutating func parse() throws(RegularError) -> RegularNode {
    let node = try parseAlternative()
    guard index == scalars.count else { throw RegularError(message: "a closing bracket has no opening one") }
    return node
  }

  private func peek(_ character: Unicode.Scalar, ahead: Int = 0) -> Bool { index + ahead < scalars.count && scalars[index + ahead] == character.value }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek(character) else { return false }
    index += 1
    return true
  }

  private mutating func parseAlternative() throws(RegularError) -> RegularNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 64 else { throw RegularError(message: "its brackets are nested deeper than 64") }
    var branches = [try parseSequence()]
    while take("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .alternative(branches)
  }

  private mutating func parseSequence() throws(RegularError) -> RegularNode {
    var items: [RegularNode] = []
    while index < scalars.count, !peek("|"), !peek(")") { items.append(try parseRepetition()) }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  private mutating func parseRepetition() throws(RegularError) -> RegularNode {
    let atom = try parseAtom()
    let range: (Int, Int?)
    if take("*") { range = (0, nil) } else if take("+") { range = (1, nil) } else if take("?") { range = (0, 1) } else if take("{") {
      range = try parseCounts()
    } else {
      return atom
    }
    let isLazy = take("?")
    if peek("*") || peek("+") || peek("?") || peek("{") { throw RegularError(message: "a repetition is repeated; put brackets around it") }
    return .repetition(atom, least: range.0, most: range.1, isLazy: isLazy)
  }

  private mutating func parseCounts() throws(RegularError) -> (Int, Int?) {
    guard let least = takeNumber() else { throw RegularError(message: "a number is missing after {") }
    var most: Int? = least
    if take(",") { most = takeNumber() }
    guard take("}") else { throw RegularError(message: "} is missing") }
    guard least <= most ?? least else { throw RegularError(message: "{\(least),\(most ?? 0)} is the wrong way round") }
    guard max(least, most ?? 0) <= 1000 else { throw RegularError(message: "a repetition of more than 1000 times") }
    return (least, most)
  }

  private mutating func takeNumber() -> Int? {
    let start = index
    var value = 0
    while index < scalars.count, (0x30...0x39).contains(scalars[index]), index - start < 9 {
      value = value * 10 + Int(scalars[index] - 0x30)
      index += 1
    }
    return index > start ? value : nil
  }

  private mutating func parseAtom() throws(RegularError) -> RegularNode {
    let value = scalars[index]
    index += 1
    switch Unicode.Scalar(value) {
    case "(":
      var capture: Int?
      if peek("?") {
        guard peek(":", ahead: 1) else { throw RegularError(message: "(? is only known as (?:") }
        index += 2
      } else {
        captures += 1
        capture = captures
      }
      let inner = try parseAlternative()
      guard take(")") else { throw RegularError(message: "a closing bracket is missing") }
      return .group(inner, capture: capture)
    case "[": return .set(try parseClass())
    case ".": return .any
    case "^": return .lineStart
    case "$": return .lineEnd
    case "\\": return .set(ScalarSet([try parseEscape()]))
    case "*", "+", "?", "{", "}", "]": throw RegularError(message: "\"\(Unicode.Scalar(value).map { String($0) } ?? "")\" needs a backslash here")
    default: return .set(ScalarSet(value))
    }
  }

  private mutating func parseClass() throws(RegularError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 64 else { throw RegularError(message: "its brackets are nested deeper than 64") }
    var set = ScalarSet()
    set.isNegated = take("^")
    while !peek("]") || set.members.isEmpty {
      guard index < scalars.count else { throw RegularError(message: "] is missing") }
      if peek("-"), peek("[", ahead: 1) {
        index += 2
        set.subtracted.append(try parseClass())
        guard peek("]") else { throw RegularError(message: "a subtraction must end its class") }
        break
      }
      let low = try parseMember()
      if peek("-"), !peek("]", ahead: 1), !peek("[", ahead: 1), case .range(let range) = low, range.count == 1 {
        index += 1
        guard index < scalars.count else { throw RegularError(message: "] is missing") }
        guard case .range(let high) = try parseMember(), high.lowerBound >= range.lowerBound else {
          throw RegularError(message: "a range ends before it begins")
        }
        set.members.append(.range(range.lowerBound...high.lowerBound))
      } else {
        set.members.append(low)
      }
    }
    index += 1
    return set
  }

  private mutating func parseMember() throws(RegularError) -> ScalarSet.Member {
    let value = scalars[index]
    index += 1
    if value == 0x5C { return try parseEscape() }
    if value == 0x5B { throw RegularError(message: "[ needs a backslash in a class") }
    return .range(value...value)
  }

  private mutating func parseEscape() throws(RegularError) -> ScalarSet.Member {
    guard index < scalars.count, let escape = Unicode.Scalar(scalars[index]) else { throw RegularError(message: "nothing follows the backslash") }
    index += 1
    switch escape {
    case "n": return .range(0x0A...0x0A)
    case "r": return .range(0x0D...0x0D)
    case "t": return .range(0x09...0x09)
    case "s": return .whitespace
    case "S": return .not(.whitespace)
    case "d": return .digit
    case "D": return .not(.digit)
    case "w": return .word
    case "W": return .not(.word)
    case "i": return .nameStart
    case "I": return .not(.nameStart)
    case "c": return .nameCharacter
    case "C": return .not(.nameCharacter)
    case "p", "P":
      guard take("{") else { throw RegularError(message: "{ is missing after \\\(escape)") }
      var name = ""
      while index < scalars.count, !peek("}"), name.utf8.count < 32 {
        name.unicodeScalars.append(Unicode.Scalar(scalars[index]) ?? "?")
        index += 1
      }
      guard take("}"), ScalarSet.categories.contains(name) else { throw RegularError(message: "there is no category \(name)") }
      return escape == "p" ? .category(name) : .not(.category(name))
    case "1"..."9": throw RegularError(message: "back references are not supported")
    case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$", "/": return .range(escape.value...escape.value)
    default: throw RegularError(message: "there is no escape \\\(escape)")
    }
  }
}
