/// Divides HTML into text and tags, tolerantly: whatever the bytes, every one belongs to exactly one token, and the work is linear.
struct HTMLTokenizer {
  enum Token {
    case text(Range<Int>)
    /// The name in lower case, whether it opens, and the attributes' range.
    case tag(name: String, isEnd: Bool, attributes: Range<Int>, range: Range<Int>)
    /// Comments, declarations, and the contents of scripts and styles: nothing to read.
    case skipped(Range<Int>)
  }

  let text: [UInt8]
  private(set) var position = 0
  private var pending: Token?
  /// Behind the last of each, a search for one is in vain.
  private let lastClose, lastQuote, lastApostrophe: Int
  /// Set when attributes were once so badly quoted that no tag could be found: quotes count no more.
  private var ignoresQuotes = false
  private var commentsMayClose = true

  init(_ text: [UInt8]) {
    self.text = text
    lastClose = text.lastIndex(of: UInt8(ascii: ">")) ?? -1
    lastQuote = text.lastIndex(of: UInt8(ascii: "\"")) ?? -1
    lastApostrophe = text.lastIndex(of: UInt8(ascii: "'")) ?? -1
  }

  mutating func next() -> Token? {
    if let token = pending {
      pending = nil
      return token
    }
    let start = position
    while position < text.count {
      if text[position] == UInt8(ascii: "<"), let token = markup(at: position) {
        let from = position
        position = end(of: token)
        if start == from { return token }
        pending = token
        return .text(start..<from)
      }
      position += 1
    }
    return start < position ? .text(start..<position) : nil
  }

  /// Skips to the end tag of a raw element whose start tag was just read; scripts hold anything but that.
  mutating func skipRaw(_ name: String) -> Token {
    let start = position
    let closing = Array(name.utf8)
    while position < text.count {
      if text.hasBytes("</", at: position), position + 2 + closing.count <= text.count,
        closing.indices.allSatisfy({ text[position + 2 + $0].lowercased == closing[$0] })
      {
        break
      }
      position += 1
    }
    return .skipped(start..<position)
  }

  /// The value of an attribute, or nil.
  func attribute(_ name: String, in range: Range<Int>) -> String? {
    let wanted = Array(name.utf8)
    var index = range.lowerBound
    while index + wanted.count < range.upperBound {
      let atWord = index == range.lowerBound || text[index - 1].isSpace
      guard atWord, wanted.indices.allSatisfy({ text[index + $0].lowercased == wanted[$0] }) else {
        index += 1
        continue
      }
      var value = index + wanted.count
      while value < range.upperBound, text[value].isSpace { value += 1 }
      guard value < range.upperBound, text[value] == UInt8(ascii: "=") else { return nil }
      value += 1
      while value < range.upperBound, text[value].isSpace || text[value] == 0x22 || text[value] == 0x27 { value += 1 }
      var end = value
      while end < range.upperBound, text[end] != 0x22, text[end] != 0x27, !text[end].isSpace { end += 1 }
      return text.string(value..<end)
    }
    return nil
  }

  private func end(of token: Token) -> Int {
    switch token {
    case .text(let range), .skipped(let range): range.upperBound
    case .tag(_, _, _, let range): range.upperBound
    }
  }

  private mutating func markup(at start: Int) -> Token? {
    guard start < lastClose, start + 1 < text.count else { return nil }
    let second = text[start + 1]
    if second == UInt8(ascii: "!") || second == UInt8(ascii: "?") {
      if text.hasBytes("<!--", at: start) {
        guard commentsMayClose else { return nil }
        guard let close = text.firstPosition(of: "-->", from: start + 4) else {
          commentsMayClose = false
          return nil
        }
        return .skipped(start..<close + 3)
      }
      guard let close = text[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
      return .skipped(start..<close + 1)
    }
    let isEnd = second == UInt8(ascii: "/")
    var nameEnd = start + (isEnd ? 2 : 1)
    let nameStart = nameEnd
    guard nameEnd < text.count, text[nameEnd].isLetter else { return nil }
    while nameEnd < text.count, nameEnd - nameStart < 32, text[nameEnd].isLetter || text[nameEnd].isDigit { nameEnd += 1 }
    guard let close = tagEnd(from: nameEnd) else { return nil }
    let name = String(decoding: text[nameStart..<nameEnd].map(\.lowercased), as: UTF8.self)
    return .tag(name: name, isEnd: isEnd, attributes: nameEnd..<close, range: start..<close + 1)
  }

  /// The `>` that ends a tag, outside quoted values where these close.
  private mutating func tagEnd(from start: Int) -> Int? {
    var index = start
    while index <= lastClose {
      let byte = text[index]
      if byte == UInt8(ascii: ">") { return index }
      let isQuote = byte == UInt8(ascii: "\"") && index < lastQuote || byte == UInt8(ascii: "'") && index < lastApostrophe
      if isQuote, !ignoresQuotes {
        guard let closing = text[(index + 1)...].firstIndex(of: byte) else { return nil }
        index = closing
      }
      index += 1
    }
    guard !ignoresQuotes else { return nil }
    ignoresQuotes = true
    return tagEnd(from: start)
  }
}
