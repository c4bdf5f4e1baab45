/// One line of a text: where its content lies, and where the next line begins.
struct Line {
  var start: Int
  /// Before the line's end characters.
  var end: Int
  var next: Int

  /// The line that begins at `start`; `\n`, `\r\n` and a lone `\r` end it.
  init(of text: [UInt8], at start: Int, upTo limit: Int? = nil) {
    let limit = limit ?? text.count
    self.start = start
    var position = start
    while position < limit, text[position] != 0x0A, text[position] != 0x0D { position += 1 }
    end = position
    if position < limit {
      let pair = text[position] == 0x0D && position + 1 < limit && text[position + 1] == 0x0A
      position += pair ? 2 : 1
    }
    next = position
  }

  var range: Range<Int> { start..<end }

  /// The first place that is neither space nor tab.
  func content(_ text: [UInt8]) -> Int {
    var position = start
    while position < end, text[position].isSpace { position += 1 }
    return position
  }

  func isBlank(_ text: [UInt8]) -> Bool { content(text) == end }

  /// Columns before the content, a tab counting to the next multiple of four.
  func indent(_ text: [UInt8]) -> Int {
    var columns = 0
    var position = start
    while position < end, text[position].isBlank {
      columns = text[position] == 0x09 ? (columns / 4 + 1) * 4 : columns + 1
      position += 1
    }
    return columns
  }

  /// All lines of a text.
  static func all(of text: [UInt8], _ range: Range<Int>? = nil) -> [Line] {
    let range = range ?? 0..<text.count
    var lines: [Line] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let line = Line(of: text, at: position, upTo: range.upperBound)
      lines.append(line)
      position = line.next
    }
    return lines
  }
}
