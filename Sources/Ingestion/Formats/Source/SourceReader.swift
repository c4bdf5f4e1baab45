internal import KnowledgeGraph

/// Reads a program's source as blocks of code, one a declaration with the comments above it, under the names of the types around it.
///
/// It goes by indentation in Python, by braces elsewhere, by semicolons in SQL. Source that is not laid out as people do still becomes blocks,
/// only with worse borders: nothing is refused, and no line is lost.
struct SourceReader {
  private let text: [UInt8]
  private let language: SourceLanguage
  private let lines: [SourceLines.Info]
  private let deepest: Int
  private var blocks: [Block] = []
  /// The types that are open, each with the line after it.
  private var stack: [(end: Int, name: String)] = []

  static func read(_ text: [UInt8], map: ReadingMap?, language: SourceLanguage, limits: IngestionLimits) -> Reading {
    var reader = SourceReader(text: text, language: language, deepest: limits.nesting)
    reader.readLines()
    var reading = Reading(text: text, map: map)
    reading.blocks = reader.blocks
    return reading
  }

  private init(text: [UInt8], language: SourceLanguage, deepest: Int) {
    self.text = text
    self.language = language
    self.deepest = min(deepest, 16)
    lines = SourceLines(text, language: language).lines
  }

  private mutating func readLines() {
    var start = 0
    var index = 0
    while index < lines.count {
      while let last = stack.last, index >= last.end {
        emit(start..<index)
        start = index
        stack.removeLast()
      }
      let info = lines[index]
      guard !info.isInside, !info.isComment, let declaration = SourceDeclaration(text, info.line, language: language), isAtBorder(index) else {
        index += 1
        continue
      }
      let first = commentsAbove(index, after: start)
      emit(start..<first)
      let end = declarationEnd(index)
      let range = lines[first].line.start..<lines[end - 1].line.end
      if declaration.isContainer, stack.count < deepest, end > index + 1, TokenEstimate.count(text, capped: range, at: PassageCutter.target) >= PassageCutter.target {
        // Its head stands under its own name, with what is declared in it.
        stack.append((end, declaration.name))
        start = first
        index = bodyStart(index, end)
      } else {
        emit(first..<end)
        start = end
        index = end
      }
    }
    emit(start..<lines.count)
  }

  /// A declaration counts only directly inside the file or the type that is open, not inside a function's body.
  private func isAtBorder(_ index: Int) -> Bool {
    let info = lines[index]
    switch language {
    case .python: return stack.isEmpty ? info.line.indent(text) == 0 : info.line.indent(text) > 0
    case .sql: return info.depth == 0 && previousCodeEnds(index)
    default: return info.depth == stack.count
    }
  }

  private func previousCodeEnds(_ index: Int) -> Bool {
    var line = index - 1
    while line >= 0, index - line < 200 {
      if lines[line].lastCode != 0 { return lines[line].lastCode == UInt8(ascii: ";") }
      line -= 1
    }
    return true
  }

  /// The first line of the comments and attributes right above a declaration.
  private func commentsAbove(_ index: Int, after start: Int) -> Int {
    var first = index
    while first > start {
      let above = lines[first - 1]
      let content = above.line.content(text)
      guard content < above.line.end else { break }
      let isAttribute = text[content] == UInt8(ascii: "@") || text.hasBytes("#[", at: content)
      let isTemplate = language == .cpp && text.hasBytes("template", at: content)
      guard above.isComment || isAttribute || isTemplate else { break }
      first -= 1
    }
    return first
  }

  /// The line after the declaration that begins at `index`.
  private func declarationEnd(_ index: Int) -> Int {
    switch language {
    case .python: return indentedEnd(index)
    case .sql:
      var end = index
      while end < lines.count, lines[end].lastCode != UInt8(ascii: ";") { end += 1 }
      return min(end + 1, lines.count)
    default:
      let depth = lines[index].depth
      var end = index + 1
      var opened = lines[index].opensBrace
      while end < lines.count {
        let info = lines[end]
        // Without a brace it ends where a statement does: at a semicolon, a blank line, or the next declaration.
        if !opened {
          let previous = lines[end - 1].lastCode
          let isBlank = info.line.isBlank(text)
          if info.opensBrace, info.depth == depth, !isBlank, end - index < 12 {
            opened = true
          } else if previous == UInt8(ascii: ";") || isBlank || info.isComment || SourceDeclaration(text, info.line, language: language) != nil {
            return end
          }
        } else if info.depth <= depth, !info.isInside, !info.opensBrace {
          return end
        } else if info.depth <= depth, info.opensBrace, info.depth < depth || SourceDeclaration(text, info.line, language: language) != nil {
          return end
        }
        end += 1
      }
      return lines.count
    }
  }

  private func indentedEnd(_ index: Int) -> Int {
    let indent = lines[index].line.indent(text)
    var end = index + 1
    var last = end
    while end < lines.count {
      let info = lines[end]
      if !info.isInside, !info.line.isBlank(text) {
        let content = text[info.line.content(text)]
        // A closing bracket of the head may stand as far left as the head.
        if info.line.indent(text) <= indent, content != UInt8(ascii: ")"), content != UInt8(ascii: "]"), content != UInt8(ascii: "}") { break }
        last = end + 1
      } else if info.isInside {
        last = end + 1
      }
      end += 1
    }
    return last
  }

  /// The first line of a type that may hold a declaration: the one after its opening brace.
  private func bodyStart(_ index: Int, _ end: Int) -> Int {
    var line = index
    while line < end - 1, lines[line + 1].depth <= lines[index].depth, language != .python { line += 1 }
    return line + 1
  }

  private mutating func emit(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let bytes = lines[range.lowerBound].line.start..<lines[range.upperBound - 1].line.end
    let trimmed = text.trimmed(bytes)
    guard !trimmed.isEmpty else { return }
    // From its line's start, so that the indentation stays as it is written.
    var start = trimmed.lowerBound
    while start > bytes.lowerBound, text[start - 1].isBlank { start -= 1 }
    blocks.append(Block(.code, start..<trimmed.upperBound, path: stack.map(\.name)))
  }
}
