/// Rows in columns for a terminal.
enum TableText {
  /// The most a column is wide; longer values are cut.
  private static let widest = 60

  static func text(columns: [String], rows: [[String]]) -> String {
    let heads = columns.map { "?" + $0 }
    let cells = rows.map { $0.map(line) }
    var widths = heads.map(width)
    for row in cells { for (index, cell) in row.enumerated() { widths[index] = max(widths[index], width(cell)) } }
    var result = row(heads, widths) + widths.map { String(repeating: "─", count: $0) }.joined(separator: "──") + "\n"
    for cell in cells { result += row(cell, widths) }
    return result + "\(rows.count) \(rows.count == 1 ? "row" : "rows")\n"
  }

  private static func row(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      line += cell
      if index < cells.count - 1 { line += String(repeating: " ", count: widths[index] - width(cell) + 2) }
    }
    return line + "\n"
  }

  /// On one line, without controls, and no longer than a column.
  private static func line(_ text: String) -> String {
    var result = ""
    var count = 0
    for character in text {
      if count == widest - 1, text.count > widest { return result + "…" }
      result.append(character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : character)
      count += 1
    }
    return result
  }

  private static func width(_ text: String) -> Int { text.count }
}
