internal import KnowledgeGraph

/// Looks a fact up in a table: the row that the question's words name, the column that it asks for.
///
/// A row is named when all words of one of its cells stand in the question; a column when its title does, or when its
/// values are of the kind that is asked for. Rows or columns that fit alike are told together.
struct CellFinder {
  let question: UnderstoodQuestion

  /// A row with the columns of it that may be the answer.
  private struct Find {
    let entry: ScoredSentence
    let cells: [Int]
    let keys: [Int]
    let score: Double
  }

  /// At most one calculation; its confidence says how much of the question the title, the row and what stands around say.
  func find(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    guard ![QuestionKind.comparison, .why, .calculation].contains(question.kind), !asksForDifference else { return [] }
    var finds: [Find] = []
    // What the same document says elsewhere may be what the table is about.
    var documents: [DocumentID: TermMatcher] = [:]
    for (document, parts) in Dictionary(grouping: passages, by: \.document) {
      let tableless = parts.flatMap { $0.heading + [$0.text] }.joined(separator: "\n").split(separator: "\n").filter { !$0.contains("|") }
      documents[document] = SourceName.isDelimited(parts[0].name) ? TermMatcher("") : TermMatcher(tableless.joined(separator: "\n"))
    }
    var said: [Int: Set<Double>] = [:]
    for (place, passage) in passages.enumerated() where !question.quantities.isEmpty {
      said[place] = Set(QuantityReader.quantities(in: passage.text).map(\.quantity.value))
    }
    for entry in sentences where entry.sentence.kind == .tableRow && entry.sentence.cells.count > 1 {
      guard case .passage(let place) = entry.origin else { continue }
      // A value that the asker gives and the passage does not hold asks for a computation, not for a cell.
      let isKnown = question.quantities.allSatisfy { given in
        said[place, default: []].contains { Quantity.same($0, given.quantity.value) }
      }
      guard isKnown else { continue }
      if let find = find(entry, passages[place], document: documents[passages[place].document] ?? TermMatcher("")) { finds.append(find) }
    }
    guard let best = finds.max(by: { $0.score < $1.score }) else { return [] }
    let alike = finds.filter { $0.score > best.score - 0.02 }.sorted { $0.entry.rank < $1.entry.rank }
    // Many rows that fit alike mean that the question names none of them.
    guard alike.count <= 3, alike.count == 1 || question.kind != .yesNo else { return [] }
    var statements: [String] = []
    var sources: [Calculation.Source] = []
    for find in alike {
      guard case .passage(let place) = find.entry.origin else { continue }
      statements.append(statement(find))
      sources.append(
        Calculation.Source(
          passage: passages[place].passage, start: find.entry.sentence.start, end: find.entry.sentence.end))
    }
    let cell = best.entry.sentence.cells[best.cells[0]]
    return [
      Calculation(
        kind: .lookup, statement: statements.joined(separator: "; ") + ".", derivation: cell.said, result: cell.value,
        triples: [], sources: sources, confidence: min(0.95, best.score))
    ]
  }

  /// One cell is no difference between two.
  private var asksForDifference: Bool {
    let words = asked.map(\.folded)
    return words.contains("difference") || words.contains("exceed") || words.contains("than") && ComparisonCalculator(question: question).isMore != nil
  }

  private func find(_ entry: ScoredSentence, _ passage: EvidencePassage, document: TermMatcher) -> Find? {
    let cells = entry.sentence.cells
    let named = cells.indices.filter { isNamed(cells[$0], isFirst: $0 == 0) }
    guard !named.isEmpty else { return nil }
    let around = TermMatcher((passage.heading + [entry.sentence.context, passage.name]).joined(separator: " "))
    if let ends = rangeEnds(cells) {
      let score = weigh(cells, answer: ends[0], fit: 0.8, keys: named, around, document)
      return Find(entry: entry, cells: ends, keys: named, score: score)
    }
    var scores: [(cell: Int, fit: Double, score: Double)] = []
    for place in cells.indices where !cells[place].value.isEmpty && !named.contains(place) {
      let fit = fit(cells[place], columns: cells.count)
      guard fit > 0 else { continue }
      scores.append((place, fit, weigh(cells, answer: place, fit: fit, keys: named, around, document)))
    }
    guard let best = scores.max(by: { $0.score < $1.score }) else { return nil }
    let chosen = scores.filter { $0.score > best.score - 0.02 && $0.fit >= best.fit }.map(\.cell)
    guard chosen.count <= 3 else { return nil }
    return Find(entry: entry, cells: chosen, keys: named, score: best.score)
  }

  /// True where the question says the whole cell: all words of a name, or the number below a title that it says.
  private func isNamed(_ cell: TableCell, isFirst: Bool) -> Bool {
    let words = Word.words(in: cell.value).filter { !$0.isStopWord }
    guard !words.isEmpty, words.count <= 12 else { return false }
    if words.allSatisfy(\.isNumber) {
      let isSaid = words.allSatisfy { word in asked.contains { $0.isNumber && Self.same($0.folded, word.folded) } }
      return isSaid && isFirst
    }
    // The word itself: a row of wages is not what a bank is paid.
    let said = words.count { word in asked.contains { $0.stem == word.stem } }
    return said == words.count || (words.count >= 4 && Double(said) >= 0.6 * Double(words.count)) || isAlias(cell.value)
  }

  private func isAlias(_ value: String) -> Bool {
    let folded = Word.fold(value)
    return question.entities.contains { entity in entity.names.contains { Word.fold($0) == folded } }
  }

  private static func same(_ a: String, _ b: String) -> Bool {
    a == b || Double(a).map { Double(b) == $0 } == true
  }

  /// How well a column answers: by the share of its title that the question says, else by the kind of its values.
  private func fit(_ cell: TableCell, columns: Int) -> Double {
    if question.kind == .yesNo {
      return Self.truth[cell.value.lowercased()] != nil ? titleShare(cell.title) : 0
    }
    let share = titleShare(cell.title)
    guard AnswerType.isPresent(in: cell, question: question) else { return 0 }
    if share >= 0.5 { return share }
    if AnswerType.isTelling(cell, question: question) { return max(share, 0.5) }
    // In two columns the one that names the row leaves the other as the answer.
    return columns == 2 ? 0.5 : share >= 0.3 ? share : 0
  }

  /// The two columns of a range, where a range is asked for: "low" and "high", "from" and "to".
  private func rangeEnds(_ cells: [TableCell]) -> [Int]? {
    let words = asked.map(\.folded)
    guard words.contains(where: { ["range", "ranges", "normal", "reference", "limits", "interval"].contains($0) }) else { return nil }
    for (low, high) in Self.ends {
      func place(_ word: String) -> Int? {
        cells.firstIndex { Word.words(in: $0.title.words).contains { $0.folded == word } && !$0.value.isEmpty }
      }
      if let first = place(low), let second = place(high), first != second { return [first, second] }
    }
    return nil
  }

  private static let ends = [
    ("low", "high"), ("lower", "upper"), ("min", "max"), ("minimum", "maximum"), ("from", "to"), ("lowest", "highest"),
  ]

  private func titleShare(_ title: ColumnTitle) -> Double {
    let words = Word.words(in: title.words).filter { !$0.isStopWord }
    guard !words.isEmpty else { return 0 }
    let said = words.count { word in asked.contains { Lexicon.agree($0.stem, word.stem) } }
    return Double(said) / Double(words.count)
  }

  private func weigh(
    _ cells: [TableCell], answer: Int, fit: Double, keys: [Int], _ around: TermMatcher, _ document: TermMatcher
  ) -> Double {
    let title = TermMatcher(cells[answer].title.words + " " + cells[answer].title.unit + (rangeEnds(cells) == nil ? "" : " normal reference range"))
    let row = TermMatcher(keys.map { cells[$0].title.words + " " + cells[$0].value }.joined(separator: " "))
    let whole = TermMatcher(cells.map(\.value).joined(separator: " "))
    var total = 0.0
    var covered = 0.0
    var penalty = 0.0
    let values = Set(keys.flatMap { Word.words(in: cells[$0].value) }.map(\.stem))
    for term in question.terms {
      let isKey = values.contains(term.stem)
      guard !term.isGiven || isKey else { continue }
      total += term.weight
      let match = max(
        title.match(term), isKey ? 1 : row.match(term), 0.9 * around.match(term), term.isName ? 0.7 * document.match(term) : 0,
        0.6 * whole.match(term))
      covered += match * term.weight
      if match < 0.5 {
        penalty += term.isNumber ? 0.3 : term.isName ? 0.25 : 0
        if title.excludes(term) { penalty += 0.4 }
      }
    }
    guard total > 0 else { return 0 }
    let missing = 1 - covered / total
    // "Very high" is more exact than "high".
    let exact = keys.map { place -> Int in
      let words = Word.words(in: cells[place].value).map(\.folded)
      return phrase.contains(" " + words.joined(separator: " ") + " ") ? words.count : 0
    }.max() ?? 0
    return 0.55 * covered / total + 0.25 * fit + 0.17 + 0.03 * Double(min(4, exact)) - penalty - 0.35 * missing
  }

  private func statement(_ find: Find) -> String {
    let cells = find.entry.sentence.cells
    var names = find.keys
    if !find.cells.contains(0), !names.contains(0), !cells[0].value.isEmpty { names.insert(0, at: 0) }
    let row = names.map { place -> String in
      let isBare = Double(cells[place].value) != nil || place > 0 && Self.truth[cells[place].value.lowercased()] != nil
      return isBare && !cells[place].title.words.isEmpty ? "\(cells[place].title.words) \(cells[place].value)" : cells[place].value
    }.joined(separator: ", ")
    let values = find.cells.map { place -> String in
      let said = cells[place].said
      guard cells[place].title.unit.isEmpty, let last = cells[place].value.last, last.isNumber, let unit = unit(in: cells) else {
        return said
      }
      return "\(said) \(unit)"
    }.joined(separator: "; ")
    let answer = "\(row) – \(values)"
    guard question.kind == .yesNo, let isTrue = Self.truth[cells[find.cells[0]].value.lowercased()] else { return answer }
    return "\(isTrue != Polarity.isNegated(question.asked) ? "Yes" : "No"): \(answer)"
  }

  /// The unit that a column of its own gives.
  private func unit(in cells: [TableCell]) -> String? {
    cells.first { ["unit", "units"].contains($0.title.words.lowercased()) && !$0.value.isEmpty }?.value
  }

  private var phrase: String { " " + asked.map(\.folded).joined(separator: " ") + " " }

  private var asked: [Word] { Word.words(in: question.text) }

  static let truth: [String: Bool] = ["yes": true, "no": false, "true": true, "false": false, "y": true, "n": false]
}
