/// Reads JSON as a sequence of events with their places; nothing is built, and nothing recurses.
///
/// Source: RFC 8259. Strict, so that a damaged file is found at its first wrong byte. Complexity: O(n).
struct JSONScanner {
  enum Event {
    case beginObject, endObject, beginArray, endArray
    /// Ranges of strings lie between the quotes.
    case key(Range<Int>)
    case string(Range<Int>)
    /// A number, `true`, `false` or `null`.
    case scalar(Range<Int>)
  }
  struct Failure: Error {
    var position: Int
    var reason: String
  }
  private enum State { case value, valueOrEnd, key, keyOrEnd, separator }

  let text: [UInt8]
  /// Whether several values may follow each other, as in JSON Lines.
  let manyValues: Bool
  let deepest: Int
  private(set) var position: Int
  let end: Int
  /// True for each open object, false for each open array.
  private var open: [Bool] = []
  private var state = State.value
  private var values = 0

  init(_ text: [UInt8], _ range: Range<Int>? = nil, manyValues: Bool = false, deepest: Int) {
    self.text = text
    self.manyValues = manyValues
    self.deepest = deepest
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? text.count
  }

  var depth: Int { open.count }

  /// The next event; nil at the end of the text.
  mutating func next() throws(Failure) -> Event? {
    while true {
      while position < end, text[position].isSpace { position += 1 }
      guard position < end else {
        if !open.isEmpty { throw fail("the text ends inside \(open.last == true ? "an object" : "an array")") }
        if values == 0 { throw fail("there is no JSON in it") }
        return nil
      }
      let byte = text[position]
      if open.isEmpty, values > 0, !manyValues { throw fail("something follows the end of the JSON value") }
      switch state {
      case .separator:
        position += 1
        if byte == UInt8(ascii: ",") {
          state = open.last == true ? .key : .value
        } else if let event = close(byte) {
          return event
        } else {
          position -= 1
          throw fail("a comma or an end is missing")
        }
      case .key, .keyOrEnd:
        if state == .keyOrEnd, byte == UInt8(ascii: "}") {
          position += 1
          return close(byte)
        }
        guard byte == UInt8(ascii: "\"") else { throw fail("a name in quotes is missing") }
        let key = try string()
        while position < end, text[position].isSpace { position += 1 }
        guard position < end, text[position] == UInt8(ascii: ":") else { throw fail("a colon is missing after the name") }
        position += 1
        state = .value
        return .key(key)
      case .value, .valueOrEnd:
        if state == .valueOrEnd, byte == UInt8(ascii: "]") {
          position += 1
          return close(byte)
        }
        return try value(byte)
      }
    }
  }

  private mutating func value(_ byte: UInt8) throws(Failure) -> Event {
    if open.isEmpty { values += 1 }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < deepest else { throw fail("it is nested more than \(deepest) deep") }
      let isObject = byte == UInt8(ascii: "{")
      position += 1
      open.append(isObject)
      state = isObject ? .keyOrEnd : .valueOrEnd
      return isObject ? .beginObject : .beginArray
    case UInt8(ascii: "\""):
      let range = try string()
      finishValue()
      return .string(range)
    default:
      let start = position
      while position < end, text[position].isLetter || text[position].isDigit || "+-.".utf8.contains(text[position]) { position += 1 }
      guard isScalar(start..<position) else {
        position = start
        throw fail("a value is missing")
      }
      finishValue()
      return .scalar(start..<position)
    }
  }

  private mutating func finishValue() { state = open.isEmpty ? .value : .separator }

  private mutating func close(_ byte: UInt8) -> Event? {
    guard let isObject = open.last, byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return nil }
    open.removeLast()
    finishValue()
    return isObject ? .endObject : .endArray
  }

  private mutating func string() throws(Failure) -> Range<Int> {
    let start = position + 1
    position = start
    while position < end {
      switch text[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position - 1
      case UInt8(ascii: "\\"):
        guard position + 1 < end else { throw fail("the text ends inside a string") }
        if text[position + 1] == UInt8(ascii: "u") {
          guard JSONString.codeUnit(text, at: position, upTo: end) != nil else { throw fail("\\u needs four hexadecimal digits") }
        } else if !"\"\\/bfnrt".utf8.contains(text[position + 1]) {
          throw fail("a backslash stands before a character that it does not go with")
        }
        position += 2
      case 0..<0x20:
        throw fail("a string holds a line's end or another control character")
      default:
        position += 1
      }
    }
    throw fail("the text ends inside a string")
  }

  private func isScalar(_ range: Range<Int>) -> Bool {
    let word = text[range]
    if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) || word.elementsEqual("null".utf8) { return true }
    var index = range.lowerBound
    func digits() -> Int {
      let start = index
      while index < range.upperBound, text[index].isDigit { index += 1 }
      return index - start
    }
    func take(_ bytes: StaticString) -> Bool {
      guard index < range.upperBound, "\(bytes)".utf8.contains(text[index]) else { return false }
      index += 1
      return true
    }
    _ = take("-")
    let first = index
    let whole = digits()
    if whole == 0 || (whole > 1 && text[first] == UInt8(ascii: "0")) { return false }
    if take("."), digits() == 0 { return false }
    if take("eE") {
      _ = take("+-")
      if digits() == 0 { return false }
    }
    return index == range.upperBound
  }

  private func fail(_ reason: String) -> Failure { Failure(position: position, reason: reason) }
}
