internal import KnowledgeGraph

/// A table of the evidence: one of a document, one that stands in a picture, or what was read off a chart. All are asked in the same way.
struct EvidenceTable {
  struct Row {
    let entry: ScoredSentence
    /// Of its passage in the evidence.
    let passage: Int
    /// The first number of each cell with its unit; `nil` where a cell has none.
    let values: [QuantityMention?]

    var cells: [TableCell] { entry.sentence.cells }
    var name: String { cells[0].value }
    /// It sums up the others: no row like them.
    let isSum: Bool
    /// Nothing is known of it but its place: "(3)".
    var isUnnamed: Bool { name.isEmpty || name.hasPrefix("(") && name.hasSuffix(")") }
  }

  /// As they stand, the parts that a long table was cut into together.
  private(set) var rows: [Row]
  /// Whether it came with the question: the asker has it before the eyes, and says no more than is needed to point into it.
  let isAttached: Bool
  private let heading: String

  /// All tables of the evidence.
  static func all(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [EvidenceTable] {
    var parts: [Int: [ScoredSentence]] = [:]
    for entry in sentences where entry.sentence.kind == .tableRow && entry.sentence.cells.count > 1 {
      if case .passage(let place) = entry.origin { parts[place, default: []].append(entry) }
    }
    var tables: [EvidenceTable] = []
    for place in parts.keys.sorted(by: { (passages[$0].document, passages[$0].start, $0) < (passages[$1].document, passages[$1].start, $1) }) {
      let passage = passages[place], goesOn = passage.heading.last?.hasPrefix("Columns: ") == true
      var isFirst = true
      for entry in parts[place]!.sorted(by: { $0.sentence.start < $1.sentence.start }) {
        let row = Row(entry, passage: place)
        let before = tables.last?.rows.last
        let isSame = before.map { last in
          last.cells.map(\.column) == row.cells.map(\.column) && (last.passage == place || goesOn && isFirst && passages[last.passage].document == passage.document)
        } ?? false
        isFirst = false
        if isSame {
          tables[tables.count - 1].rows.append(row)
        } else {
          tables.append(
            EvidenceTable(
              rows: [row], isAttached: AttachedText.place(of: passage.document) != nil, heading: (passage.heading + [passage.name, entry.sentence.context]).joined(separator: " ")))
        }
      }
    }
    return tables
  }

  /// What stands above it, beside what its first column is called.
  var around: TermMatcher { TermMatcher(heading + " " + rows[0].cells[0].title.words) }

  /// The columns of values: every cell that is not empty has a number, of one dimension, and two cells have.
  var columns: [Int] {
    rows[0].cells.indices.dropFirst().filter { column in
      var found = 0, first: Quantity?
      for row in rows {
        guard column < row.values.count else { return false }
        guard let value = row.values[column] else {
          if row.cells[column].value.isEmpty { continue }
          return false
        }
        guard first.map({ $0.unit.dimension.matches(value.quantity.unit.dimension) }) ?? true else { return false }
        first = first ?? value.quantity
        found += 1
      }
      return found > 1
    }
  }

  func title(_ column: Int) -> ColumnTitle { rows[0].cells[column].title }

  func source(_ row: Int, _ passages: [EvidencePassage]) -> Calculation.Source {
    let sentence = rows[row].entry.sentence
    return Calculation.Source(passage: passages[rows[row].passage].passage, start: sentence.start, end: sentence.end)
  }
}

extension EvidenceTable.Row {
  fileprivate init(_ entry: ScoredSentence, passage: Int) {
    self.entry = entry
    self.passage = passage
    values = entry.sentence.cells.map { QuantityReader.quantities(in: $0.title.said($0.value)).first }
    let name = Word.words(in: entry.sentence.cells[0].value).map(\.folded)
    isSum = name.contains { ["total", "totals", "sum", "subtotal", "overall"].contains($0) }
  }
}
