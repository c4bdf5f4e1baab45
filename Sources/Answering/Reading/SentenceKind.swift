/// What a unit of a passage is: it decides how the unit is quoted and how it is said.
public enum SentenceKind: Sendable, Hashable { case prose, listItem, tableRow, heading, code }

/// A sentence, list item, table row or block of code, with the bytes of the text it was cut from.
public struct Sentence: Sendable, Hashable {
  public let kind: SentenceKind
  /// Byte range in the text, without the space around it.
  public let start: Int
  public let end: Int
  /// The exact bytes of the range: what a citation quotes.
  public let quote: String
  /// The quote without the marks of markdown; a table row with its column names.
  public let text: String
  /// The sentence before it in the same paragraph, or the line that leads a list in.
  public let context: String
  /// The cells of a table row, each with its column's name.
  public let cells: [TableCell]

  public init(
    kind: SentenceKind, start: Int, end: Int, quote: String, text: String, context: String, cells: [TableCell] = []
  ) {
    self.kind = kind
    self.start = start
    self.end = end
    self.quote = quote
    self.text = text
    self.context = context
    self.cells = cells
  }
}

extension Sentence {
  /// A table's row: its first cell, then the others under their columns' names.
  init(row cells: [TableCell], start: Int, end: Int, quote: String, context: String) {
    let subject = cells[0].value
    let rest = cells.dropFirst().filter { !$0.value.isEmpty }.map(\.said)
    let first = subject.isEmpty ? "" : (cells[0].title.words.isEmpty ? subject : "\(cells[0].title.words) \(subject)")
    let said = first.isEmpty ? rest.joined(separator: "; ") : "\(first): \(rest.joined(separator: "; "))"
    self.init(kind: .tableRow, start: start, end: end, quote: quote, text: said + ".", context: context, cells: cells)
  }
}

/// One cell of a table row.
public struct TableCell: Sendable, Hashable {
  /// The name above the column; empty where the table has none.
  public let column: String
  public let value: String
  /// The words and the unit of the column's name.
  public let title: ColumnTitle

  public init(column: String, value: String) {
    self.column = column
    self.value = value
    title = ColumnTitle(column)
  }

  /// "interest: 1.25 %".
  public var said: String {
    title.words.isEmpty ? title.said(value) : "\(title.words): \(title.said(value))"
  }
}
