internal import KnowledgeGraph

/// Cuts a reading into passages: within one heading's text, at paragraphs before sentences, all of about the same size.
///
/// A section of 300 tokens becomes two passages of 150, not one of 240 and a rest of 60. Code and small tables stay whole; long tables are cut
/// between rows, and every part knows the header row. Passages never overlap, and each is one stretch of the reading.
///
/// - Complexity: O(n) in the bytes of the reading.
struct PassageCutter {
  /// What a passage aims at and what it must not exceed, in estimated tokens, its headings counted in the second. The encoder takes 256.
  static let target = 200
  static let most = 240

  /// The smallest piece that a passage may begin or end with.
  private struct Unit {
    var range: Range<Int>
    var tokens: Int
    /// A new paragraph, item, row or block begins here: a better place to cut than between sentences.
    var beginsBlock: Bool
    /// The header row to name when a passage begins here, inside a table.
    var columns: String?
  }

  private let reading: Reading
  private let splitter = SentenceSplitter()
  private var headings: [(level: Int, title: String)] = []
  /// The last heading while nothing stands under it.
  private var bareHeading: (parents: [String], range: Range<Int>, level: Int)?
  private var path: [String] = []
  /// What the headings leave of a passage, in tokens.
  private var room = most
  private var units: [Unit] = []
  private var passages: [CutPassage] = []

  static func cut(_ reading: Reading, limits: IngestionLimits, document: String) throws(IngestionError) -> [CutPassage] {
    var cutter = PassageCutter(reading: reading)
    for block in reading.blocks {
      cutter.add(block)
      guard cutter.passages.count <= limits.passages else {
        throw IngestionError(
          .tooLarge, document: document, reason: "it falls into more than \(limits.passages) passages; split it into several documents")
      }
    }
    cutter.keepBareHeading()
    cutter.flush()
    return cutter.passages
  }

  private init(reading: Reading) { self.reading = reading }

  private mutating func add(_ block: Block) {
    if case .heading(let level) = block.kind {
      keepBareHeading(before: level)
      while let last = headings.last, last.level >= level { headings.removeLast() }
      bareHeading = (headings.map(\.title), block.range, level)
      headings.append((level, Self.tidy(block.heading ?? reading.string(block.range))))
      return
    }
    bareHeading = nil
    enter(headings.map(\.title) + block.path.map(Self.tidy))
    switch block.kind {
    case .heading: break
    case .paragraph, .listItem: addSentences(block.range)
    case .code: addLines(block.range)
    case .table(let index): addRows(reading.tables[index])
    }
  }

  /// A heading with nothing under it would be lost; it is text of the section around it. Before deeper headings it lives on in their paths.
  private mutating func keepBareHeading(before level: Int = 0) {
    guard let bare = bareHeading, bare.level >= level else { return }
    bareHeading = nil
    enter(bare.parents)
    append(bare.range, beginsBlock: true)
  }

  private mutating func enter(_ newPath: [String]) {
    guard newPath != path else { return }
    flush()
    path = newPath
    room = Self.most - min(Self.most / 3, path.reduce(0) { $0 + TokenEstimate.count($1) })
  }

  /// A heading's words on one line, and not longer than a heading is.
  private static func tidy(_ heading: String) -> String {
    let words = heading.split { $0.isWhitespace || $0 == "\u{1F}" }.joined(separator: " ")
    return words.utf8.count > 300 ? words.prefix(200) + "…" : words
  }
}

// MARK: Units

extension PassageCutter {
  private mutating func addSentences(_ range: Range<Int>) {
    var first = true
    for sentence in splitter.ranges(in: reading.text, range) {
      append(sentence, beginsBlock: first)
      first = false
    }
  }

  /// Code that fits stays whole; else it is cut between lines, at blank ones where it can.
  private mutating func addLines(_ range: Range<Int>) {
    if TokenEstimate.count(reading.text, range) <= room { return append(range, beginsBlock: true) }
    var afterBlank = true
    for line in Line.all(of: reading.text, range) {
      if line.isBlank(reading.text) {
        afterBlank = true
      } else {
        append(line.start..<reading.text.trimmed(line.range).upperBound, beginsBlock: afterBlank)
        afterBlank = false
      }
    }
  }

  private mutating func addRows(_ table: Table) {
    if table.rowRanges.isEmpty || TokenEstimate.count(reading.text, table.range) <= room { return append(table.range, beginsBlock: true) }
    let names = table.header.map(Self.tidy).filter { !$0.isEmpty }.joined(separator: " | ")
    var start = table.range.lowerBound
    for (index, row) in table.rowRanges.enumerated() {
      // The header row, and what may stand between it and the rows, goes with the first.
      append(start..<row.upperBound, beginsBlock: true, columns: index == 0 || names.isEmpty ? nil : names)
      if index + 1 < table.rowRanges.count { start = table.rowRanges[index + 1].lowerBound }
    }
  }

  private mutating func append(_ range: Range<Int>, beginsBlock: Bool, columns: String? = nil) {
    let tokens = TokenEstimate.count(reading.text, range)
    if tokens <= room {
      units.append(Unit(range: range, tokens: tokens, beginsBlock: beginsBlock, columns: columns))
    } else {
      appendPieces(of: range, beginsBlock: beginsBlock, columns: columns)
    }
  }

  /// A sentence that is too long is cut between words, a word that is too long between characters.
  private mutating func appendPieces(of range: Range<Int>, beginsBlock: Bool, columns: String?) {
    let text = reading.text
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var tokens = 0
      while end < range.upperBound {
        var next = end
        while next < range.upperBound, text[next].isSpace { next += 1 }
        let word = next
        // A "word" of more bytes than this is no word.
        while next < range.upperBound, next - word < 400, !text[next].isSpace { next += 1 }
        while next < range.upperBound, next > word, !text[next].beginsCharacter { next += 1 }
        let more = TokenEstimate.count(text, end..<next)
        if tokens > 0, tokens + more > room { break }
        tokens += more
        end = next
      }
      let piece = text.trimmed(start..<end)
      let first = start == range.lowerBound
      if !piece.isEmpty { units.append(Unit(range: piece, tokens: tokens, beginsBlock: first && beginsBlock, columns: columns)) }
      start = end
    }
  }
}

// MARK: Passages

extension PassageCutter {
  /// Turns the units of a section into passages.
  private mutating func flush() {
    defer { units.removeAll(keepingCapacity: true) }
    var start = 0
    while start < units.count {
      // What stands between two units and belongs to no block (a comment, a rule) must not come into a passage.
      var end = start + 1
      while end < units.count, joins(units[end - 1], units[end]) { end += 1 }
      fill(start..<end)
      start = end
    }
  }

  private func joins(_ a: Unit, _ b: Unit) -> Bool {
    a.range.upperBound <= b.range.lowerBound && reading.text.trimmed(a.range.upperBound..<b.range.lowerBound).isEmpty
  }

  private mutating func fill(_ run: Range<Int>) {
    let target = min(Self.target, room)
    var rest = units[run].reduce(0) { $0 + $1.tokens }
    var start = run.lowerBound
    var tokens = 0
    for index in run {
      let unit = units[index]
      // How many passages what is left should make, and how long each is then.
      let pieces = (rest + target - 1) / target
      let aim = rest / max(1, pieces)
      let full = tokens + unit.tokens > room
      let enough = pieces > 1 && tokens * 5 >= aim * 4 && unit.beginsBlock
      let past = pieces > 1 && tokens + unit.tokens / 2 > aim
      if tokens > 0, full || enough || past {
        emit(start..<index)
        start = index
        rest -= tokens
        tokens = 0
      }
      tokens += unit.tokens
    }
    emit(start..<run.upperBound)
  }

  private mutating func emit(_ run: Range<Int>) {
    guard let first = units[run].first, let last = units[run].last else { return }
    let heading = first.columns.map { path + ["Columns: " + Self.tidy($0)] } ?? path
    passages.append(CutPassage(heading: heading, range: first.range.lowerBound..<last.range.upperBound))
  }
}
