internal import KnowledgeGraph

/// Reads text without marks: paragraphs between blank lines, bulleted lines, and rows of cells between bars.
struct PlainTextReader {
  private let text: [UInt8]
  private let lines: [Line]
  private var reading: Reading
  private var paragraph: Range<Int>?
  private var inItem = false

  static func read(_ text: [UInt8], map: ReadingMap?) -> Reading {
    var reader = PlainTextReader(text: text, lines: Line.all(of: text), reading: Reading(text: text, map: map))
    reader.readLines()
    return reader.reading
  }

  private init(text: [UInt8], lines: [Line], reading: Reading) {
    self.text = text
    self.lines = lines
    self.reading = reading
  }

  /// The blocks of a part of a text that another reader found to be plain.
  static func blocks(of text: [UInt8], in range: Range<Int>) -> (blocks: [Block], tables: [Table]) {
    var reader = PlainTextReader(text: text, lines: Line.all(of: text, range), reading: Reading(text: text))
    reader.readLines()
    return (reader.reading.blocks, reader.reading.tables)
  }

  private mutating func readLines() {
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if line.isBlank(text) {
        close()
        index += 1
      } else if let rows = tableRows(from: index) {
        close()
        addTable(rows)
        index += rows.count
      } else {
        if ListMarker.length(text, line) > 0 {
          close()
          inItem = true
        }
        let content = line.content(text)..<text.trimmed(line.range).upperBound
        paragraph = (paragraph?.lowerBound ?? content.lowerBound)..<content.upperBound
        index += 1
      }
    }
    close()
  }

  private mutating func close() {
    if let paragraph { reading.blocks.append(Block(inItem ? .listItem : .paragraph, paragraph)) }
    paragraph = nil
    inItem = false
  }

  /// Two lines and more with a bar between spaces, the same number in each, are a table.
  private func tableRows(from first: Int) -> ArraySlice<Line>? {
    var last = first
    var bars: Int?
    while last < lines.count {
      let count = BarRow.spacedBars(text, lines[last])
      if count == 0 || count != bars ?? count { break }
      bars = count
      last += 1
    }
    return last - first >= 2 ? lines[first..<last] : nil
  }

  private mutating func addTable(_ rows: ArraySlice<Line>) {
    let cells = rows.map { BarRow.cells(text, $0) }
    let range = text.trimmed(rows[rows.startIndex].start..<rows[rows.endIndex - 1].end)
    let body = rows.dropFirst()
    reading.blocks.append(Block(.table(reading.tables.count), range))
    reading.tables.append(
      Table(
        header: cells[0].map { text.string($0) }, headerRange: text.trimmed(rows[rows.startIndex].range), rows: Array(cells.dropFirst()),
        rowRanges: body.map { text.trimmed($0.range) }, range: range))
  }
}
