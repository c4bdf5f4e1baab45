internal import RDF

/// What a table's cell says, as a term of the graph.
///
/// Plain numbers, dates and years get their datatype. A number with a unit, a currency or a per cent sign stays the text that a person reads
/// (`500 mg`, `$1,452.4`, `8.6%`): a bare 500 without its unit would be a wrong fact.
enum CellValue {
  /// Nil for cells that say nothing.
  static func term(_ text: String, column: ColumnName) -> Term? {
    let text = text.trimmingSpaces
    guard !text.isEmpty, text.utf8.count <= 2000, !saysNothing.contains(text.lowercased()) else { return nil }
    let bytes = Array(text.utf8)
    if let number = number(bytes) {
      if let unit = column.unit { return .literal(Literal(unit == "%" ? text + "%" : text + " " + unit)) }
      let isYear = bytes.count == 4 && bytes.allSatisfy(\.isDigit) && column.name.lowercased().contains("year")
      if isYear { return .literal(Literal(text, datatype: Vocabulary.XSD.gYear)) }
      return .literal(Literal(number, datatype: number.contains(".") ? Vocabulary.XSD.decimal : Vocabulary.XSD.integer))
    }
    if isDate(bytes) { return .literal(Literal(text, datatype: Vocabulary.XSD.date)) }
    return .literal(Literal(text))
  }

  /// Whether the cell is a number, date or sign rather than a name.
  static func isName(_ text: String) -> Bool {
    text.utf8.count <= 120 && text.unicodeScalars.contains(where: \.properties.isAlphabetic) && !saysNothing.contains(text.lowercased())
      && !["total", "totals", "other", "yes", "no", "true", "false", "sum", "average", "mean"].contains(text.lowercased())
  }

  /// The canonical form of `1,452.4`, `-3`, `(45)`; nil for anything else.
  static func number(_ bytes: [UInt8]) -> String? {
    var digits = bytes[...]
    var negative = false
    if digits.count > 2, digits.first == UInt8(ascii: "("), digits.last == UInt8(ascii: ")") {
      negative = true
      digits = digits.dropFirst().dropLast()
    } else if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    guard digits.count <= 40, let first = digits.first, first.isDigit, digits.last?.isDigit == true else { return nil }
    let halves = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard halves.count <= 2, halves.count == 1 || halves[1].allSatisfy(\.isDigit) else { return nil }
    // Commas count only where thousands end: `1,5` may be one and a half.
    let groups = halves[0].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }), groups.count == 1 || groups[0].count <= 3,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    var whole = groups.joined().drop { $0 == UInt8(ascii: "0") }.map { $0 }
    if whole.isEmpty { whole = [UInt8(ascii: "0")] }
    return (negative ? "-" : "") + String(decoding: whole, as: UTF8.self) + (halves.count == 2 ? "." + String(decoding: halves[1], as: UTF8.self) : "")
  }

  /// `2024-03-01`, with a month and a day that exist.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
    func number(_ range: Range<Int>) -> Int { bytes[range].allSatisfy(\.isDigit) ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } : -1 }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    guard year > 0, (1...12).contains(month) else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return (1...[31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]).contains(day)
  }

  private static let saysNothing: Set<String> = ["-", "–", "—", "--", "n/a", "na", "nan", "null", "none", "nil", ".", "…", "?", "*"]
}
