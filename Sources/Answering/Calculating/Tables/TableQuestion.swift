internal import KnowledgeGraph

/// What a question names of a table, and how much of it that leaves unsaid.
struct TableQuestion {
  let table: EvidenceTable
  /// Rows and columns of values, in the order in which the question names them.
  let rows: [Int]
  let columns: [Int]
  private let question: UnderstoodQuestion
  /// The stems of the words that name them.
  private let naming: Set<String>
  /// Those of the words for the kind of thing that is asked for: "Which region …".
  private let kind: Set<String>

  init(_ question: UnderstoodQuestion, _ table: EvidenceTable) {
    self.question = question
    self.table = table
    let words = Word.words(in: question.text), valued = table.columns
    var found: [(place: Int, isRow: Bool, words: Range<Int>)] = []
    func look(for name: String, _ place: Int, isRow: Bool) {
      for range in Self.places(of: name, in: words) { found.append((place, isRow, range)) }
    }
    for (place, row) in table.rows.enumerated() { look(for: row.name, place, isRow: true) }
    for column in valued { look(for: table.title(column).words, column, isRow: false) }
    // "2019 Q1" is not 2019, nor "net income" income.
    found = found.filter { one in !found.contains { $0.words.count > one.words.count && $0.words.contains(one.words.lowerBound) && $0.words.contains(one.words.upperBound - 1) } }
    found.sort { $0.words.lowerBound < $1.words.lowerBound }
    var rows: [Int] = [], columns: [Int] = []
    for one in found {
      if one.isRow, !rows.contains(one.place) { rows.append(one.place) }
      if !one.isRow, !columns.contains(one.place) { columns.append(one.place) }
    }
    naming = Set(found.flatMap { words[$0.words].map(\.stem) })
    let asking = words.firstIndex { ["which", "what", "whose"].contains($0.folded) }.map { words[($0 + 1)...] } ?? []
    kind = Set(asking.prefix { !$0.isStopWord && !QuestionKind.comparatives.contains($0.folded) }.map(\.stem))
    (self.rows, self.columns) = (rows, columns)
  }

  /// Where a name's letters and digits stand in the question, however its words are parted there.
  private static func places(of name: String, in words: [Word]) -> [Range<Int>] {
    let parts = Word.words(in: name), key = parts.map(\.folded).joined()
    guard !key.isEmpty else { return [] }
    var places: [Range<Int>] = []
    for start in words.indices {
      var said = ""
      for end in start..<min(words.count, start + 8) {
        said += words[end].folded
        guard key.hasPrefix(said) else { break }
        if said == key { places.append(start..<end + 1) }
      }
      let isForm = parts.count == 1 && !parts[0].isNumber && words[start].stem == parts[0].stem && words[start].folded != key
      if isForm { places.append(start..<start + 1) }
    }
    return places
  }

  /// The column that is asked for: the only one named, else the one whose title says a word of the question, else the only one there is.
  var column: Int? {
    if columns.count == 1 { return columns[0] }
    guard columns.isEmpty else { return nil }
    let valued = table.columns, asked = question.terms.filter { !$0.isGiven && !QuestionKind.comparatives.contains($0.folded) && !naming.contains($0.stem) }
    let scored = valued.map { column in
      let title = TermMatcher(table.title(column).words)
      return (column, asked.reduce(0) { $0 + (title.match($1) >= 0.8 ? $1.weight : 0) })
    }.sorted { $0.1 > $1.1 }
    if let best = scored.first, best.1 > 0, scored.count == 1 || best.1 > scored[1].1 { return best.0 }
    guard valued.count == 1, scored[0].1 == 0 else { return nil }
    // Nothing names the values of a table that was found: what stands above it must.
    let around = table.around
    return table.isAttached || asked.contains { !kind.contains($0.stem) && around.match($0) >= 0.8 } ? valued[0] : nil
  }

  /// How much of the question's words the table, what stands above it, and what is done with it say; 0 where a name or a number is left over.
  ///
  /// - Parameter operation: stems of the words that ask for what is done.
  func share(columns: [Int], operation: Set<String> = []) -> Double {
    let titles = TermMatcher(columns.map { table.title($0).words }.joined(separator: " ")), around = table.around
    var total = 0.0, covered = 0.0
    for term in question.terms where !term.isGiven && !QuestionKind.comparatives.contains(term.folded) && !operation.contains(term.stem) {
      let match = naming.contains(term.stem) ? 1 : max(titles.match(term), 0.9 * around.match(term))
      if match < 0.5 {
        if term.isNumber || term.isName && !(table.isAttached && kind.contains(term.stem)) { return 0 }
        // What is before the asker's eyes need not say what kind of things it shows.
        if table.isAttached, kind.contains(term.stem) || Self.pointing.contains(term.folded) { continue }
      }
      total += term.weight
      covered += match * term.weight
    }
    return total > 0 ? covered / total : table.isAttached ? 1 : 0
  }

  /// Words for what any chart or table shows.
  private static let pointing: Set<String> = Set(
    """
    value values number numbers figure amount level reading result share percentage percent bar bars line lines slice part piece sector segment point points series
    category row column axis chart graph plot diagram table picture image shown show shows one end
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
