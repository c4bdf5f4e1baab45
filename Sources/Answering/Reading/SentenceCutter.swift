/// Cuts a passage's text into sentences, list items, table rows and blocks of code, each with its byte range.
///
/// Lines come first, because headings, lists, tables and code are made of lines; what is left is prose, cut at
/// full stops that end a sentence.
public struct SentenceCutter {
  private let bytes: [UInt8]
  private var sentences: [Sentence] = []
  private var paragraph: Range<Int>?
  private var leadIn = ""
  private var columns: [String] = []
  private var pendingHeader: (cells: [String], range: Range<Int>)?
  private var inTable = false

  /// - Parameters:
  ///   - isCode: true for a source file, which is one block a blank line parts.
  ///   - columns: the names above a table that begins before the text.
  public static func sentences(in text: String, isCode: Bool = false, columns: [String] = []) -> [Sentence] {
    var cutter = SentenceCutter(bytes: Array(text.utf8))
    cutter.columns = columns
    cutter.inTable = !columns.isEmpty
    if isCode { cutter.cutCode(0..<cutter.bytes.count) } else { cutter.cut() }
    return cutter.sentences
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func cut() {
    var at = 0
    var fence: Int?
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: 10) ?? bytes.count
      let line = trimmed(at..<end)
      let text = string(line)
      if text.hasPrefix("```") || text.hasPrefix("~~~") {
        if let opened = fence {
          block(opened..<at)
          fence = nil
        } else {
          endParagraph()
          endTable()
          fence = min(end + 1, bytes.count)
        }
      } else if fence == nil {
        take(line, text)
      }
      at = end + 1
    }
    if let opened = fence, opened < bytes.count { block(opened..<bytes.count) }
    endParagraph()
    endTable()
  }

  private mutating func take(_ line: Range<Int>, _ text: String) {
    if text.isEmpty {
      endParagraph()
      endTable()
      return
    }
    if let cells = Self.cells(of: text) {
      endParagraph()
      row(cells, line, text)
      return
    }
    endTable()
    if text.hasPrefix("#"), let space = text.firstIndex(of: " "), text[..<space].allSatisfy({ $0 == "#" }) {
      endParagraph()
      leadIn = ""
      add(.heading, line)
    } else if let mark = Self.listMark(text) {
      endParagraph(keepingLeadIn: true)
      paragraph = (line.lowerBound + mark)..<line.upperBound
      endParagraph(as: .listItem)
    } else if text.allSatisfy({ $0 == "=" || $0 == "-" || $0 == "*" || $0 == "_" || $0 == " " }) {
      endParagraph()
    } else {
      paragraph = (paragraph?.lowerBound ?? line.lowerBound)..<line.upperBound
    }
  }

  /// The cells of a line that is a table's row: bars, or tabs.
  static func cells(of line: String) -> [String]? {
    let separator: Character = line.contains("|") ? "|" : "\t"
    guard line.contains(separator) else { return nil }
    var body = Substring(line)
    if separator == "|" {
      let bars = line.count { $0 == "|" }
      guard line.hasPrefix("|") || bars >= 2 || line.contains(" | ") else { return nil }
      if body.hasPrefix("|") { body = body.dropFirst() }
      if body.hasSuffix("|") { body = body.dropLast() }
    }
    let cells = body.split(separator: separator, omittingEmptySubsequences: false).map { Markdown.plain(String($0)) }
    return cells.count > 1 ? cells : nil
  }

  private mutating func row(_ cells: [String], _ line: Range<Int>, _ text: String) {
    if text.allSatisfy({ "|-: \t".contains($0) }) {
      if let header = pendingHeader { columns = header.cells }
      pendingHeader = nil
      inTable = true
      return
    }
    if !inTable, pendingHeader == nil {
      pendingHeader = (cells, line)
      return
    }
    if let header = pendingHeader {
      // A second row without a rule between: the first row is a header where it holds no numbers.
      columns = header.cells.contains(where: { $0.contains(where: \.isNumber) }) ? [] : header.cells
      if columns.isEmpty { addRow(header.cells, header.range) }
      pendingHeader = nil
      inTable = true
    }
    addRow(cells, line)
  }

  private mutating func addRow(_ cells: [String], _ line: Range<Int>) {
    let named = cells.enumerated().map { index, value in
      TableCell(column: index < columns.count ? columns[index] : "", value: value)
    }
    sentences.append(
      Sentence(row: named, start: line.lowerBound, end: line.upperBound, quote: string(line), context: leadIn))
  }

  private mutating func endTable() {
    if let header = pendingHeader { add(.prose, header.range) }
    pendingHeader = nil
    columns = []
    inTable = false
  }

  private mutating func endParagraph(as kind: SentenceKind = .prose, keepingLeadIn: Bool = false) {
    guard let range = paragraph else { return }
    paragraph = nil
    var previous = kind == .listItem ? leadIn : ""
    for piece in SentenceEnds.pieces(of: bytes, in: range) {
      let text = Markdown.plain(string(piece))
      guard !text.isEmpty else { continue }
      sentences.append(
        Sentence(
          kind: kind, start: piece.lowerBound, end: piece.upperBound, quote: string(piece), text: text,
          context: previous))
      if kind == .prose { previous = text }
    }
    if kind == .prose { leadIn = previous.hasSuffix(":") || keepingLeadIn ? previous : "" }
  }

  private mutating func block(_ range: Range<Int>) {
    cutCode(range)
  }

  /// Cuts code at blank lines once a block has grown past 600 bytes, so that a quote stays readable.
  private mutating func cutCode(_ range: Range<Int>) {
    var start = range.lowerBound
    var at = start
    while at < range.upperBound {
      let end = bytes[at..<range.upperBound].firstIndex(of: 10) ?? range.upperBound
      if trimmed(at..<end).isEmpty, at - start > 600 {
        add(.code, start..<at)
        start = end + 1
      }
      at = end + 1
    }
    if start < range.upperBound { add(.code, start..<range.upperBound) }
  }

  private mutating func add(_ kind: SentenceKind, _ range: Range<Int>) {
    var range = trimmed(range)
    guard !range.isEmpty else { return }
    if kind == .heading {
      while range.lowerBound < range.upperBound, bytes[range.lowerBound] == 35 || bytes[range.lowerBound] == 32 {
        range = (range.lowerBound + 1)..<range.upperBound
      }
    }
    guard !range.isEmpty else { return }
    let quote = string(range)
    sentences.append(
      Sentence(
        kind: kind, start: range.lowerBound, end: range.upperBound, quote: quote,
        text: kind == .code ? quote : Markdown.plain(quote), context: kind == .code ? leadIn : ""))
  }

  private static func listMark(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else { return nil }
    if first == 45 || first == 42 || first == 43, bytes.count > 1, bytes[1] == 32 { return 2 }
    if text.hasPrefix("\u{2022}") { return bytes.count > 3 && bytes[3] == 32 ? 4 : 3 }
    let digits = bytes.prefix { $0 >= 48 && $0 <= 57 }.count
    if digits > 0, digits < 4, bytes.count > digits + 1, bytes[digits] == 46 || bytes[digits] == 41,
      bytes[digits + 1] == 32
    {
      return digits + 2
    }
    return nil
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, Self.isSpace(bytes[start]) { start += 1 }
    while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
  private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
