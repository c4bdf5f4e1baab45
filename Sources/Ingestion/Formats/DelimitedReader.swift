internal import KnowledgeGraph

/// Reads CSV and TSV as one table over the text as it stands: quoted fields may hold separators, line ends and doubled quotes.
///
/// Source: RFC 4180, read tolerantly: rows may have any number of fields, and a quote that never closes ends its field at the line's end.
struct DelimitedReader {
  private let text: [UInt8]
  private let separator: UInt8
  /// The last quote of the text: behind it no quoted field can close.
  private let lastQuote: Int
  private static let longestField = 1 << 20

  static func read(_ text: [UInt8], map: ReadingMap?, separator: UInt8?) -> Reading {
    let reader = DelimitedReader(text: text, separator: separator ?? sniffSeparator(text))
    var reading = Reading(text: text, map: map)
    var rows: [Table.Row] = []
    var ranges: [Range<Int>] = []
    var position = 0
    while position < text.count {
      let (cells, end, next) = reader.row(at: position)
      let range = text.trimmed(position..<end)
      if !range.isEmpty, cells.contains(where: { !$0.isEmpty }) {
        rows.append(cells)
        ranges.append(range)
      }
      position = next
    }
    guard let first = rows.first else { return reading }
    let hasHeader = rows.count > 1 && reader.looksLikeHeader(first)
    let header = hasHeader ? first.map { value(text, $0) } : first.indices.map { "Column \($0 + 1)" }
    var table = Table(
      header: header, headerRange: hasHeader ? ranges[0] : ranges[0].lowerBound..<ranges[0].lowerBound,
      rows: Array(rows.dropFirst(hasHeader ? 1 : 0)), rowRanges: Array(ranges.dropFirst(hasHeader ? 1 : 0)),
      range: ranges[0].lowerBound..<ranges[ranges.count - 1].upperBound)
    table.isQuoted = true
    reading.tables = [table]
    reading.blocks = [Block(.table(0), table.range)]
    return reading
  }

  private init(text: [UInt8], separator: UInt8) {
    self.text = text
    self.separator = separator
    lastQuote = text.lastIndex(of: UInt8(ascii: "\"")) ?? -1
  }

  /// A field's value: without its quotes, doubled quotes single.
  static func value(_ text: [UInt8], _ range: Range<Int>) -> String {
    guard range.count >= 2, text[range.lowerBound] == UInt8(ascii: "\""), text[range.upperBound - 1] == UInt8(ascii: "\"") else {
      return text.string(range)
    }
    var bytes: [UInt8] = []
    var position = range.lowerBound + 1
    while position < range.upperBound - 1 {
      bytes.append(text[position])
      position += text[position] == UInt8(ascii: "\"") && text[position + 1] == UInt8(ascii: "\"") && position + 2 < range.upperBound ? 2 : 1
    }
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }

  /// The cells of the row that begins here, where its last cell ends, and where the next row begins.
  private func row(at start: Int) -> (Table.Row, end: Int, next: Int) {
    var cells: Table.Row = []
    var position = start
    var cellStart = start
    var isEmpty = true
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\""), isEmpty, let closing = closingQuote(after: position) {
        position = closing + 1
        isEmpty = false
      } else if byte == separator {
        cells.append(text.trimmed(cellStart..<position))
        position += 1
        cellStart = position
        isEmpty = true
      } else if byte == 0x0A || byte == 0x0D {
        break
      } else {
        if !byte.isBlank { isEmpty = false }
        position += 1
      }
    }
    cells.append(text.trimmed(cellStart..<position))
    var next = position
    if next < text.count { next += text[next] == 0x0D && next + 1 < text.count && text[next + 1] == 0x0A ? 2 : 1 }
    return (cells, position, next)
  }

  /// Where the quoted field that opens here closes. Fields longer than a mebibyte are none: this bounds what a stray quote can cost.
  private func closingQuote(after opening: Int) -> Int? {
    guard opening < lastQuote else { return nil }
    let end = min(lastQuote, opening + Self.longestField)
    var position = opening + 1
    while position <= end {
      if text[position] == UInt8(ascii: "\"") {
        if position + 1 < text.count, text[position + 1] == UInt8(ascii: "\"") { position += 1 } else { return position }
      }
      position += 1
    }
    return nil
  }

  /// Names, not values: no cell of the first row is empty or a number, and none stands there twice.
  private func looksLikeHeader(_ row: Table.Row) -> Bool {
    let values = row.map { Self.value(text, $0) }
    return values.allSatisfy { !$0.isEmpty && Double($0) == nil && $0.utf8.count <= 200 } && Set(values).count == values.count
      || values.filter { Double($0) != nil }.isEmpty && values.filter(\.isEmpty).count <= 1
  }

  /// The separator that divides most of the first lines into the same number of fields, two at least.
  static func sniffSeparator(_ text: [UInt8]) -> UInt8 {
    let sample = Array(text.prefix(64 << 10))
    var best = (separator: UInt8(ascii: ","), score: 0)
    for separator in ",;\t|".utf8 {
      let reader = DelimitedReader(text: sample, separator: separator)
      var counts: [Int: Int] = [:]
      var position = 0
      var rows = 0
      while position < sample.count, rows < 50 {
        let (cells, _, next) = reader.row(at: position)
        if next < text.count || sample.count == text.count, cells.count > 1 { counts[cells.count, default: 0] += 1 }
        position = next
        rows += 1
      }
      let common = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
      let score = (common?.value ?? 0) * 100 + min(99, common?.key ?? 0)
      if score > best.score { best = (separator, score) }
    }
    return best.separator
  }
}
