internal import KnowledgeGraph

/// Reads Markdown as it stands: the marks of links and emphasis stay in the text, so that every range is one of the original too.
///
/// Source: CommonMark 0.31 for headings, fences, lists and setext lines; GitHub's tables; YAML front matter. Blocks inside quotes and items are
/// not nested: they are read as paragraphs of their own, which is what cutting wants. One pass over the lines.
struct MarkdownReader {
  private let text: [UInt8]
  private let lines: [Line]
  private var reading: Reading
  /// The first and last line of the paragraph or item that is open.
  private var open: Range<Int>?
  private var openKind = Block.Kind.paragraph
  private var inList = false
  private var commentsMayClose = true

  static func read(_ text: [UInt8], map: ReadingMap?) -> Reading {
    var reader = MarkdownReader(text: text, map: map)
    reader.readLines()
    reader.reading.title = reader.reading.title ?? reader.reading.blocks.first { $0.heading != nil }?.heading
    return reader.reading
  }

  private init(text: [UInt8], map: ReadingMap?) {
    self.text = text
    lines = Line.all(of: text)
    reading = Reading(text: text, map: map)
  }

  private mutating func readLines() {
    var index = skipFrontMatter()
    while index < lines.count {
      let line = lines[index]
      let content = line.content(text)
      let indent = line.indent(text)
      if content == line.end {
        close()
        index += 1
      } else if let next = fencedCode(at: index, content) ?? comment(at: index, content) {
        index = next
      } else if heading(line, content, indent) || setextHeading(at: index, content, indent) || isRule(line, content) {
        index += 1
      } else if let next = table(at: index) {
        index = next
      } else if indent >= 4, open == nil, !inList {
        index = indentedCode(at: index)
      } else {
        paragraphLine(index, indent)
        index += 1
      }
    }
    close()
  }

  private mutating func paragraphLine(_ index: Int, _ indent: Int) {
    if ListMarker.length(text, lines[index]) > 0 {
      close()
      openKind = .listItem
      inList = true
    } else if open == nil, indent == 0 {
      inList = false
    }
    open = (open?.lowerBound ?? index)..<index + 1
  }

  private mutating func close() {
    if let open { reading.blocks.append(Block(openKind, text.trimmed(lines[open.lowerBound].start..<lines[open.upperBound - 1].end))) }
    open = nil
    openKind = .paragraph
  }

  /// `---` on the first line opens it; without an end near by it is a rule.
  private mutating func skipFrontMatter() -> Int {
    guard let first = lines.first, text[first.range].elementsEqual("---".utf8) else { return 0 }
    for index in 1..<max(1, min(lines.count, 200)) {
      let line = lines[index]
      if text[line.range].elementsEqual("---".utf8) || text[line.range].elementsEqual("...".utf8) { return index + 1 }
      if text.hasBytes("title:", at: line.start) {
        let value = text.trimmed(line.start + 6..<line.end)
        reading.title = text.string(value).trimmingQuotes
      }
    }
    reading.title = nil
    return 0
  }

  private mutating func heading(_ line: Line, _ content: Int, _ indent: Int) -> Bool {
    var position = content
    while position < line.end, text[position] == UInt8(ascii: "#") { position += 1 }
    let level = position - content
    guard level >= 1, level <= 6, indent < 4, position == line.end || text[position].isBlank else { return false }
    close()
    inList = false
    var words = text.trimmed(position..<line.end)
    var end = words.upperBound
    while end > words.lowerBound, text[end - 1] == UInt8(ascii: "#") { end -= 1 }
    if end == words.lowerBound || text[end - 1].isBlank { words = text.trimmed(words.lowerBound..<end) }
    if !words.isEmpty {
      reading.blocks.append(Block(.heading(level: level), text.trimmed(line.range), heading: MarkdownInline.plain(text, words)))
    }
    return true
  }

  /// A line of `=` or `-` makes the one line above it a heading.
  private mutating func setextHeading(at index: Int, _ content: Int, _ indent: Int) -> Bool {
    let mark = text[content]
    guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"), indent < 4, let open, open.count == 1, openKind == .paragraph else { return false }
    let line = lines[index]
    guard text[text.trimmed(line.range)].allSatisfy({ $0 == mark }) else { return false }
    let words = text.trimmed(lines[open.lowerBound].range)
    self.open = nil
    reading.blocks.append(
      Block(
        .heading(level: mark == UInt8(ascii: "=") ? 1 : 2), words.lowerBound..<text.trimmed(line.range).upperBound,
        heading: MarkdownInline.plain(text, words)))
    return true
  }

  private mutating func isRule(_ line: Line, _ content: Int) -> Bool {
    let mark = text[content]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_") else { return false }
    var count = 0
    for position in content..<line.end {
      if text[position] == mark { count += 1 } else if !text[position].isSpace { return false }
    }
    guard count >= 3 else { return false }
    close()
    return true
  }

  private mutating func fencedCode(at index: Int, _ content: Int) -> Int? {
    let mark = text[content]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let length = run(of: mark, from: content, to: lines[index].end)
    guard length >= 3, mark == UInt8(ascii: "~") || !text[content + length..<lines[index].end].contains(mark) else { return nil }
    close()
    var last = index + 1
    while last < lines.count {
      let start = lines[last].content(text)
      if start < lines[last].end, text[start] == mark {
        let closing = run(of: mark, from: start, to: lines[last].end)
        if closing >= length, text.trimmed(start + closing..<lines[last].end).isEmpty { break }
      }
      last += 1
    }
    // The fences belong to it: a passage that begins with code says in which language.
    let range = content..<text.trimmed(lines[min(last, lines.count - 1)].range).upperBound
    if last > index + 1 { reading.blocks.append(Block(.code, range)) }
    return min(last + 1, lines.count)
  }

  private func run(of mark: UInt8, from start: Int, to end: Int) -> Int {
    var position = start
    while position < end, text[position] == mark { position += 1 }
    return position - start
  }

  private mutating func indentedCode(at index: Int) -> Int {
    var last = index
    var end = index
    while last < lines.count, lines[last].indent(text) >= 4 || lines[last].isBlank(text) {
      if !lines[last].isBlank(text) { end = last }
      last += 1
    }
    reading.blocks.append(Block(.code, lines[index].start..<text.trimmed(lines[end].range).upperBound))
    return end + 1
  }

  /// A comment that fills whole lines is no text for readers.
  private mutating func comment(at index: Int, _ content: Int) -> Int? {
    guard commentsMayClose, text.hasBytes("<!--", at: content) else { return nil }
    guard let end = text.firstPosition(of: "-->", from: content + 4) else {
      commentsMayClose = false  // none later closes either: do not search again
      return nil
    }
    var last = index
    while lines[last].next < end + 3 { last += 1 }
    guard text.trimmed(end + 3..<lines[last].end).isEmpty else { return nil }
    close()
    return last + 1
  }

  private mutating func table(at index: Int) -> Int? {
    let line = lines[index]
    guard BarRow.hasBar(text, line), index + 1 < lines.count else { return nil }
    let delimited = BarRow.isDelimiter(text, lines[index + 1])
    let barred = BarRow.beginsAndEndsWithBar(text, line) && BarRow.beginsAndEndsWithBar(text, lines[index + 1])
    guard delimited || barred, !BarRow.isDelimiter(text, line) else { return nil }
    close()
    var last = index + (delimited ? 2 : 1)
    while last < lines.count, BarRow.hasBar(text, lines[last]), delimited || BarRow.beginsAndEndsWithBar(text, lines[last]) { last += 1 }
    let rows = lines[index + (delimited ? 2 : 1)..<last].filter { !BarRow.isDelimiter(text, $0) }
    let range = text.trimmed(line.start..<lines[last - 1].end)
    reading.blocks.append(Block(.table(reading.tables.count), range))
    reading.tables.append(
      Table(
        header: BarRow.cells(text, line).map { MarkdownInline.plain(text, $0) }, headerRange: text.trimmed(line.range),
        rows: rows.map { BarRow.cells(text, $0) }, rowRanges: rows.map { text.trimmed($0.range) }, range: range))
    return last
  }
}
