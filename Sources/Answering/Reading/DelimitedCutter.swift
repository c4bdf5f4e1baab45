/// Cuts the text of a delimited file into its rows, each with its bytes and its cells under their columns.
///
/// Source: RFC 4180, read tolerantly: the separator is the one that parts most rows alike.
struct DelimitedCutter {
  private let bytes: [UInt8]

  /// - Parameter columns: the header that stands in an earlier part of the file; empty where the text begins with it.
  static func sentences(in text: String, columns: [String]) -> [Sentence] {
    let cutter = DelimitedCutter(bytes: Array(text.utf8))
    let separator = cutter.separator(columns: columns.count)
    var rows = cutter.rows(separator)
    var columns = columns
    if columns.isEmpty, rows.count > 1, let first = rows.first,
      first.cells.allSatisfy({ Double($0) == nil }), first.cells.contains(where: { !$0.isEmpty })
    {
      columns = first.cells
      rows.removeFirst()
    }
    return rows.map { row in
      Sentence(
        row: row.cells.enumerated().map { index, value in
          TableCell(column: index < columns.count ? columns[index] : "", value: value)
        }, start: row.range.lowerBound, end: row.range.upperBound,
        quote: String(decoding: cutter.bytes[row.range], as: UTF8.self), context: "")
    }
  }

  private func separator(columns: Int) -> UInt8 {
    var best: (separator: UInt8, score: Int) = (UInt8(ascii: ","), 0)
    for separator in ",;\t|".utf8 {
      let counts = rows(separator, limit: 20).map(\.cells.count)
      guard let common = counts.max(), common > 1 else { continue }
      let score = counts.count { $0 == common } * 10 + (common == columns ? 1000 : 0) + min(9, common)
      if score > best.score { best = (separator, score) }
    }
    return best.separator
  }

  private func rows(_ separator: UInt8, limit: Int = 10_000) -> [(cells: [String], range: Range<Int>)] {
    var rows: [(cells: [String], range: Range<Int>)] = []
    var at = 0
    while at < bytes.count, rows.count < limit {
      let start = at
      var cells: [String] = []
      var field: [UInt8] = []
      var isQuoted = false
      while at < bytes.count {
        let byte = bytes[at]
        if isQuoted {
          if byte == UInt8(ascii: "\"") {
            if at + 1 < bytes.count, bytes[at + 1] == byte {
              field.append(byte)
              at += 1
            } else {
              isQuoted = false
            }
          } else {
            field.append(byte)
          }
        } else if byte == UInt8(ascii: "\""), field.allSatisfy({ $0 == 32 }), bytes[(at + 1)...].contains(byte) {
          field = []
          isQuoted = true
        } else if byte == separator {
          cells.append(Self.text(field))
          field = []
        } else if byte == 10 || byte == 13 {
          break
        } else {
          field.append(byte)
        }
        at += 1
      }
      cells.append(Self.text(field))
      var end = at
      while end > start, bytes[end - 1] <= 32 { end -= 1 }
      if end > start, cells.contains(where: { !$0.isEmpty }) { rows.append((cells, start..<end)) }
      while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 { at += 1 }
    }
    return rows
  }

  private static func text(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self).trimmingSpace }
}
