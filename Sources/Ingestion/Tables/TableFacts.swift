internal import KnowledgeGraph
internal import RDF

/// Turns the rows of a reading's tables into triples: the row's name is the subject, each other column a property, each cell a value.
///
/// A row's name that the graph knows stands for that entity; else an IRI under `urn:kgassist:document:` and twelve digits of the document's digest is minted,
/// with the name as `rdfs:label`. A label of one common word out of a page's table gets its column's name behind it, so that not every later "labeled" in a
/// text becomes a mention. Minted properties carry no label: their IRI's last part reads as one.
struct TableFacts {
  let index: LabelIndex
  let namespace: String
  let limits: IngestionLimits
  /// Properties of the graph by their folded label, where a column is named like one.
  var properties: [String: String] = [:]
  /// What the cells name in the graph: the entity's IRI by the cell's text.
  var entities: [String: String] = [:]

  private(set) var triples: [NewTriple] = []
  private(set) var notices: [String] = []
  private var rowsRead = 0
  /// Who has which minted IRI already.
  private var minted: [String: String] = [:]

  init(index: LabelIndex, document: DocumentID, limits: IngestionLimits) {
    self.index = index
    self.limits = limits
    namespace = "urn:kgassist:document:" + document.dropFirst("sha256:".count).prefix(12) + ":"
  }

  /// The tables' column names, and the cells' texts that the graph knows as names.
  func namesToLookUp(_ reading: Reading) -> (headers: Set<String>, cells: [String: [EntityID]]) {
    var headers: Set<String> = []
    var cells: [String: [EntityID]] = [:]
    for table in reading.tables where Self.isUsable(table) {
      headers.formUnion(table.header.map { ColumnName($0).name })
      for row in table.rows.prefix(limits.tableRows) {
        for cell in row where cell.count <= 120 {
          let text = Self.text(cell, of: table, reading)
          guard CellValue.isName(text), cells[text] == nil else { continue }
          let found = index.entities(for: text)
          if !found.isEmpty { cells[text] = found }
        }
      }
    }
    return (headers, cells)
  }

  mutating func add(_ table: Table, of reading: Reading) {
    guard Self.isUsable(table) else { return }
    let columns = table.header.map { ColumnName($0) }
    let subject = subjectColumn(table, reading)
    var repeats: [String: Int] = [:]
    for row in table.rows where subject < row.count { repeats[Self.text(row[subject], of: table, reading), default: 0] += 1 }
    for (number, row) in table.rows.enumerated() {
      guard rowsRead < limits.tableRows, triples.count < limits.triples else {
        if notices.isEmpty { notices.append("only the first \(rowsRead) rows of its tables became facts; all of them can be searched") }
        return
      }
      guard subject < row.count, !row[subject].isEmpty else { continue }
      rowsRead += 1
      let name = Self.text(row[subject], of: table, reading)
      let rowRange = reading.originalRange(of: table.rowRanges[number])
      let term = subjectTerm(name, in: table, column: columns[subject], number: number, repeats: repeats[name] ?? 1, reading.originalRange(of: row[subject]))
      for (column, cell) in row.enumerated() where column != subject && column < columns.count && !cell.isEmpty {
        guard let predicate = property(columns[column]), let value = value(Self.text(cell, of: table, reading), columns[column]) else { continue }
        triples.append(NewTriple(Triple(term, .iri(predicate), value), start: rowRange.lowerBound, end: rowRange.upperBound))
      }
    }
  }

  private static func isUsable(_ table: Table) -> Bool {
    !table.isReadOff && table.header.count >= 2 && table.header.count <= 64 && !table.headerRange.isEmpty && !table.rows.isEmpty
      && table.header.contains { !$0.trimmingSpaces.isEmpty }
  }

  private static func text(_ cell: Range<Int>, of table: Table, _ reading: Reading) -> String {
    table.isQuoted ? DelimitedReader.value(reading.text, cell) : MarkdownInline.plain(reading.text, cell)
  }

  /// The first column, unless its cells are no names and another's are names that the graph knows.
  private func subjectColumn(_ table: Table, _ reading: Reading) -> Int {
    let rows = table.rows.prefix(50)
    func known(_ column: Int) -> Int {
      rows.reduce(0) { $0 + (column < $1.count && entities[Self.text($1[column], of: table, reading)] != nil ? 1 : 0) }
    }
    let first = known(0)
    guard first * 2 < rows.count else { return 0 }
    let best = table.header.indices.dropFirst().map { ($0, known($0)) }.max { $0.1 < $1.1 }
    guard let best, best.1 * 2 > rows.count, best.1 > first else { return 0 }
    let isNamed = rows.contains { !$0.isEmpty && CellValue.isName(Self.text($0[0], of: table, reading)) }
    return isNamed && best.1 < rows.count ? 0 : best.0
  }

  private mutating func subjectTerm(
    _ name: String, in table: Table, column: ColumnName, number: Int, repeats: Int, _ source: Range<Int>
  ) -> Term {
    if let iri = entities[name] { return .iri(iri) }
    var label = name
    let beginsWithLetter = name.unicodeScalars.first?.properties.isAlphabetic == true
    let isPlain = CellValue.isName(name) && beginsWithLetter && (table.isQuoted || name.contains(" "))
    if !isPlain || repeats > 1 {
      let context = table.caption ?? column.name
      if repeats > 1 { label += ", row \(number + 1)" }
      if !context.isEmpty { label += " (\(context.prefix(60)))" }
    }
    let iri = mint(label)
    if minted.updateValue(label, forKey: iri) == nil {
      triples.append(
        NewTriple(
          Triple(.iri(iri), .iri(Vocabulary.RDFS.label), .literal(Literal(label))), start: source.lowerBound, end: source.upperBound))
    }
    return .iri(iri)
  }

  /// An IRI that no other label has.
  private func mint(_ label: String) -> String {
    let base = namespace + Self.slug(label)
    var iri = base
    var count = 1
    while let owner = minted[iri], owner != label, count < 1000 {
      count += 1
      iri = "\(base)-\(count)"
    }
    return iri
  }

  private func property(_ column: ColumnName) -> String? {
    guard column.name.unicodeScalars.contains(where: \.properties.isAlphabetic) || column.name.unicodeScalars.contains(where: { $0.properties.numericType != nil })
    else { return nil }
    return properties[column.name.lowercased()] ?? namespace + "property:" + Self.slug(column.name)
  }

  private func value(_ text: String, _ column: ColumnName) -> Term? {
    entities[text].map { .iri($0) } ?? CellValue.term(text, column: column)
  }

  /// Letters and digits in lower case with hyphens between: what can stand in an IRI and be read.
  static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.unicodeScalars {
      if slug.utf8.count >= 80 { break }
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        slug += String(scalar).lowercased()
      } else if !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "unnamed" : slug
  }
}
