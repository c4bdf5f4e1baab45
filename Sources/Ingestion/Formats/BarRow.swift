/// A table's row written with bars, `| a | b |`, as Markdown and much plain text have it.
enum BarRow {
  /// The cells between unescaped bars outside code, without the spaces around them.
  static func cells(_ text: [UInt8], _ line: Line) -> [Range<Int>] {
    var content = text.trimmed(line.range)
    if !content.isEmpty, text[content.lowerBound] == UInt8(ascii: "|") { content = content.lowerBound + 1..<content.upperBound }
    if !content.isEmpty, text[content.upperBound - 1] == UInt8(ascii: "|"),
      content.count < 2 || text[content.upperBound - 2] != UInt8(ascii: "\\")
    {
      content = content.lowerBound..<content.upperBound - 1
    }
    var cells: [Range<Int>] = []
    var start = content.lowerBound
    var position = start
    var inCode = false
    // An odd backtick opens nothing: without this a stray one would swallow the row.
    let paired = content.reduce(into: 0) { if text[$1] == UInt8(ascii: "`") { $0 += 1 } } % 2 == 0
    while position < content.upperBound {
      switch text[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "`") where paired: inCode.toggle()
      case UInt8(ascii: "|") where !inCode:
        cells.append(text.trimmed(start..<position))
        start = position + 1
      default: break
      }
      position += 1
    }
    cells.append(text.trimmed(start..<content.upperBound))
    return cells
  }

  /// `|---|:--:|`: what stands below a Markdown table's header.
  static func isDelimiter(_ text: [UInt8], _ line: Line) -> Bool {
    var dashes = 0
    var bars = 0
    for position in line.range {
      switch text[position] {
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: ":"), 0x20, 0x09: break
      default: return false
      }
    }
    return dashes > 0 && bars > 0
  }

  static func beginsAndEndsWithBar(_ text: [UInt8], _ line: Line) -> Bool {
    let content = text.trimmed(line.range)
    return content.count > 2 && text[content.lowerBound] == UInt8(ascii: "|") && text[content.upperBound - 1] == UInt8(ascii: "|")
  }

  static func hasBar(_ text: [UInt8], _ line: Line) -> Bool { text[line.range].contains(UInt8(ascii: "|")) }

  /// Bars with a space on a side, or at an end of the line.
  static func spacedBars(_ text: [UInt8], _ line: Line) -> Int {
    var count = 0
    for position in line.range where text[position] == UInt8(ascii: "|") {
      let before = position == line.start || text[position - 1].isBlank
      let after = position + 1 == line.end || text[position + 1].isBlank
      if before && after { count += 1 }
    }
    return count
  }
}
