internal import KnowledgeGraph

/// Reads HTML as a browser shows its words: blocks apart, white space collapsed, entities as characters, tables as rows of cells.
///
/// Scripts, styles, navigation and pictures are left out. Nothing recurses: elements inside each other only count.
struct HTMLReader {
  /// What lies between the last character read and the next, the strongest of all that was met.
  private enum Gap: Comparable { case none, space, cells(Int), line, block }

  private var tokens: HTMLTokenizer
  private var builder: ReadingBuilder
  private var reading = Reading(text: [])
  private var gap = Gap.none
  /// Where the source was read up to: what is written for a gap stands for the bytes from here on.
  private var sourceEnd = 0
  private var blockStart: Int?
  private var blockKind = Block.Kind.paragraph
  private var preformatted = 0
  private var table = HTMLTableBuilder()
  /// Elements to leave out that were found never to end.
  private var unclosed: Set<String> = []

  static func read(_ decoded: DecodedText) -> Reading {
    var reader = HTMLReader(tokens: HTMLTokenizer(decoded.text), builder: ReadingBuilder(source: decoded.text, sourceMap: decoded.map))
    reader.readTokens()
    let made = reader.builder.reading()
    reader.reading.text = made.text
    reader.reading.map = made.map
    reader.reading.title = reader.reading.title ?? reader.reading.blocks.first { $0.heading != nil }?.heading
    return reader.reading
  }

  private init(tokens: HTMLTokenizer, builder: ReadingBuilder) {
    self.tokens = tokens
    self.builder = builder
  }

  private mutating func readTokens() {
    while let token = tokens.next() {
      switch token {
      case .text(let range): read(range)
      case .skipped: break
      case .tag(let name, let isEnd, let attributes, _):
        if !isEnd, Self.raw.contains(name) {
          let content = tokens.skipRaw(name)
          if name == "title", case .skipped(let range) = content, reading.title == nil { reading.title = title(range) }
        } else if !isEnd, Self.aside.contains(name), !unclosed.contains(name) {
          skip(name)
        } else {
          tag(name, isEnd: isEnd, attributes)
        }
      }
    }
    closeTable()
    closeBlock()
  }

  private mutating func tag(_ name: String, isEnd: Bool, _ attributes: Range<Int>) {
    if table.depth > 0 || name == "table" { return tableTag(name, isEnd: isEnd, attributes) }
    switch name {
    case "h1", "h2", "h3", "h4", "h5", "h6":
      closeBlock()
      if !isEnd { blockKind = .heading(level: Int(name.utf8.last! - UInt8(ascii: "0"))) }  // the names above end in a digit
    case "li", "dt", "dd":
      closeBlock()
      if !isEnd { blockKind = .listItem }
    case "pre", "xmp", "listing":
      closeBlock()
      preformatted = isEnd ? 0 : 1
      if !isEnd { blockKind = .code }
    case "br":
      gap = max(gap, .line)
    case let name where Self.blocks.contains(name):
      closeBlock()
    default:
      break
    }
  }

  private mutating func tableTag(_ name: String, isEnd: Bool, _ attributes: Range<Int>) {
    switch name {
    case "table":
      if isEnd {
        table.depth = max(0, table.depth - 1)
        if table.depth == 0 { closeTable() }
      } else {
        if table.depth == 0 { closeBlock() }
        table.depth += 1
      }
    case "caption" where table.depth == 1 && table.isEmpty:
      if isEnd {
        table.caption = blockStart.map { builder.text.string(builder.text.trimmed($0..<builder.count)) }
        closeBlock()
      }
    case "tr" where table.depth == 1, "thead" where table.depth == 1, "tbody" where table.depth == 1, "tfoot" where table.depth == 1:
      table.closeRow(builder)
      gap = max(gap, .line)
    case "td" where table.depth == 1, "th" where table.depth == 1:
      table.closeCell(builder)
      if !isEnd {
        let span = tokens.attribute("colspan", in: attributes).flatMap { Int($0) } ?? 1
        table.openCell(span: min(max(span, 1), 100))
        if table.cellsInRow > 1 {
          if case .cells(let count) = gap { gap = .cells(count + 1) } else if gap < .line { gap = .cells(1) }
        }
      }
    case "br":
      gap = max(gap, .space)
    case let name where Self.blocks.contains(name):
      gap = max(gap, .space)
    default:
      break
    }
  }

  private mutating func closeTable() {
    table.closeRow(builder)
    if let made = table.finish(builder) {
      reading.blocks.append(Block(.table(reading.tables.count), made.range))
      reading.tables.append(made)
    } else if let range = table.plainRange {
      reading.blocks.append(Block(.paragraph, range))
    }
    table = HTMLTableBuilder()
    blockStart = nil
    gap = max(gap, .block)
  }

  private mutating func closeBlock() {
    if let start = blockStart {
      let range = blockKind == .code ? start..<builder.text.trimmed(start..<builder.count).upperBound : builder.text.trimmed(start..<builder.count)
      if !range.isEmpty {
        var heading: String?
        if case .heading = blockKind { heading = builder.text.string(range) }
        reading.blocks.append(Block(blockKind, range, heading: heading))
      }
    }
    blockStart = nil
    blockKind = .paragraph
    gap = max(gap, .block)
  }

  // MARK: Text

  private mutating func read(_ range: Range<Int>) {
    let source = tokens.text
    var position = range.lowerBound
    while position < range.upperBound {
      if source[position].isSpace, preformatted == 0 || blockStart == nil {
        gap = max(gap, .space)
        position += 1
      } else if source[position] == UInt8(ascii: "&"), let (scalar, length) = HTMLEntities.decode(source, at: position),
        position + length <= range.upperBound
      {
        if scalar == "\u{A0}" || scalar == "\u{AD}" {
          // A space that does not break is a space to readers; a hyphen that may stand there is nothing.
          if scalar == "\u{A0}" { gap = max(gap, .space) }
        } else {
          fillGap(to: position)
          builder.write(UTF8.encode(scalar)!, for: position..<position + length)  // every scalar has a UTF-8 form
          sourceEnd = position + length
        }
        position += length
      } else {
        var end = position + 1
        while end < range.upperBound, source[end] != UInt8(ascii: "&"), preformatted > 0 || !source[end].isSpace { end += 1 }
        fillGap(to: position)
        builder.copy(position..<end)
        sourceEnd = end
        position = end
      }
    }
  }

  private mutating func fillGap(to position: Int) {
    let inTable = table.depth > 0 && table.inCell
    if builder.count > 0, gap > .none, sourceEnd < position {
      let bytes: String =
        switch gap {
        case .none: ""
        case .space: " "
        case .cells(let count): String(repeating: " |", count: min(count, 100)) + " "
        case .line: "\n"
        case .block: "\n\n"
        }
      builder.write(bytes.utf8, for: sourceEnd..<position)
    }
    gap = .none
    if inTable {
      table.content(at: builder.count)
    } else if blockStart == nil {
      blockStart = builder.count
    }
  }

  private func title(_ range: Range<Int>) -> String? {
    var words: [UInt8] = []
    var position = range.lowerBound
    while position < min(range.upperBound, range.lowerBound + 2000) {
      if let (scalar, length) = tokens.text[position] == UInt8(ascii: "&") ? HTMLEntities.decode(tokens.text, at: position) : nil {
        words += Array(UTF8.encode(scalar)!)  // every scalar has a UTF-8 form
        position += length
      } else {
        words.append(tokens.text[position])
        position += 1
      }
    }
    let title = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return title.isEmpty ? nil : title
  }

  /// Leaves out an element with all in it, if it ends anywhere.
  private mutating func skip(_ name: String) {
    let start = tokens
    var depth = 1
    while let token = tokens.next() {
      guard case .tag(let other, let isEnd, _, _) = token else { continue }
      if !isEnd, Self.raw.contains(other) { _ = tokens.skipRaw(other) }
      guard other == name else { continue }
      depth += isEnd ? -1 : 1
      if depth == 0 { return }
    }
    // It never ends: its words are better read than lost with the rest of the page. Not looked for again.
    tokens = start
    unclosed.insert(name)
  }

  private static let raw: Set<String> = ["script", "style", "title", "noscript", "template", "iframe", "textarea"]
  private static let aside: Set<String> = ["nav", "svg", "select", "object", "canvas"]
  private static let blocks: Set<String> = [
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "dl", "blockquote", "figure", "figcaption", "form", "fieldset",
    "address", "hr", "caption", "body", "html", "head", "details", "summary", "option", "center", "hgroup", "legend", "dialog", "menu", "table", "tr", "td", "th",
    "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre",
  ]
}
