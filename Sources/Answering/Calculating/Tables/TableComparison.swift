internal import KnowledgeGraph

/// Compares two cells of one table: by how much they differ, which is more, whether one rose to the other.
///
/// What differs by no more than its error is said to be too near to tell.
struct TableComparison {
  let question: UnderstoodQuestion

  func find(_ tables: [EvidenceTable], passages: [EvidencePassage]) -> [Calculation] {
    let words = Word.verbs(in: question.asked), folded = " " + words.map(\.folded).joined(separator: " ") + " "
    func has(_ phrases: String...) -> Bool { phrases.contains { folded.contains(" \($0) ") } }
    let change = words.compactMap { Self.rises.contains($0.stem) ? 1 : Self.falls.contains($0.stem) ? -1 : nil }.first
    let isMore = ComparisonCalculator(question: question).isMore
    let form: Form
    if has("how much", "how many", "by how", "by what"), has("than") || change != nil || has("differ", "exceed", "difference") || has("between") {
      form = .difference
    } else if has("difference") {
      form = .difference
    } else if question.kind == .yesNo, let change {
      form = .change(up: change > 0)
    } else if question.kind == .yesNo, let isMore, has("than") {
      form = .verdict(more: isMore)
    } else if let isMore, has("or"), !has("how") {
      form = .choice(more: isMore)
    } else {
      return []
    }
    let found = tables.compactMap { compare(TableQuestion(question, $0), form, passages) }.sorted { $0.confidence > $1.confidence }
    guard let best = found.first, found.count == 1 || found[1].confidence < best.confidence - 0.02 || found[1].result == best.result else { return [] }
    return [best]
  }

  private enum Form: Equatable {
    case difference
    case choice(more: Bool)
    case verdict(more: Bool)
    case change(up: Bool)
  }

  private static let rises = Set(["rise", "rose", "risen", "increase", "grow", "grew", "grown", "climb", "gain", "improve"].map { Stemmer.stem($0) })
  private static let falls = Set(["fall", "fell", "fallen", "decrease", "drop", "decline", "shrink", "shrank", "sink", "lose"].map { Stemmer.stem($0) })
  private static let operation = rises.union(falls).union(["differ", "difference", "exceed", "compare", "change", "high", "low", "large", "small", "great", "big"].map { Stemmer.stem($0) })

  private func compare(_ asked: TableQuestion, _ form: Form, _ passages: [EvidencePassage]) -> Calculation? {
    let table = asked.table
    var first: TableValue?, second: TableValue?, names = ("", "")
    if asked.rows.count == 2, let column = asked.column {
      (first, second) = (TableValue(table, row: asked.rows[0], column: column), TableValue(table, row: asked.rows[1], column: column))
      names = (table.rows[asked.rows[0]].name, table.rows[asked.rows[1]].name)
    } else if asked.columns.count == 2, asked.rows.count == 1 || table.rows.count == 1 {
      let row = asked.rows.first ?? 0
      (first, second) = (TableValue(table, row: row, column: asked.columns[0]), TableValue(table, row: row, column: asked.columns[1]))
      names = (table.title(asked.columns[0]).words, table.title(asked.columns[1]).words)
    }
    guard var a = first, var b = second, let isTold = a.isTold(from: b) else { return nil }
    let share = asked.share(columns: [a.column, b.column], operation: Self.operation)
    guard share > 0.6 else { return nil }
    // Years have an order of their own, whichever the question names first.
    if let one = Int(names.0), let other = Int(names.1), one > other, form != .verdict(more: true), form != .verdict(more: false) { (a, b, names) = (b, a, (names.1, names.0)) }
    guard let (by, error) = b.difference(from: a) else { return nil }
    let title = names.0 == table.title(a.column).words ? table.rows[a.row].name : table.title(a.column).words
    let both = "\(names.0) \(a.said), \(names.1) \(b.said)", about = title.isEmpty ? "" : " (\(title))"
    let size = Quantity(abs(by.value), by.unit).text(within: error), statement: String, result: String
    switch form {
    case .difference:
      result = isTold ? size : ""
      statement = isTold
        ? "The difference is \(size): \(both)\(about)."
        : "There is no difference that can be told: \(both)\(about), and \(Quantity(abs(by.value), by.unit).text(within: nil)) lies within their errors."
    case .choice(let more), .verdict(let more):
      let firstWins = (by.value < 0) == more, word = more ? "more" : "less"
      if !isTold {
        (statement, result) = ("Which is \(word) cannot be told: \(both)\(about) differ by no more than their errors.", "")
      } else if case .verdict = form {
        (statement, result) = ("\(firstWins ? "Yes" : "No"): \(both)\(about).", firstWins ? "yes" : "no")
      } else {
        result = firstWins ? names.0 : names.1
        statement = "\(result): \(firstWins ? a.said : b.said), against \(firstWins ? b.said : a.said) for \(firstWins ? names.1 : names.0)\(about)."
      }
    case .change(let up):
      result = isTold ? (by.value > 0) == up ? "yes" : "no" : ""
      statement = isTold
        ? "\(result == "yes" ? "Yes" : "No"): \(both)\(about), \(by.value > 0 ? "a rise" : "a fall") of \(size)."
        : "That cannot be told: \(both)\(about) differ by no more than their errors."
    }
    var sources = [table.source(a.row, passages)]
    if b.row != a.row { sources.append(table.source(b.row, passages)) }
    return Calculation(
      kind: form == .difference ? .difference : .comparison, statement: statement, derivation: "\(b.said) − \(a.said) = \(by.text(within: error))", result: result, triples: [],
      sources: sources, confidence: min(0.9, share))
  }
}
