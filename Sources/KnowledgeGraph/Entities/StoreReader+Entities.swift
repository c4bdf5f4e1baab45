internal import RDF

extension StoreReader {
  /// What the graph says about an entity at first sight; nil when the number names no IRI and no blank node.
  public func entity(_ id: EntityID) throws -> EntityRecord? {
    guard !id.isLiteral, let term = try term(id) else { return nil }
    var labels: [(text: String, rank: Int, domain: Domain?)] = []
    try connection.forEachRow(
      """
      SELECT t.object, t.predicate, s.domain FROM label l JOIN triple t ON t.id = l.triple JOIN source s ON s.id = t.source
      WHERE l.entity = ?1 ORDER BY l.preferred DESC, l.triple
      """, [.id(id)]
    ) { row in
      guard case .literal(let literal) = try requiredTerm(row.int64(0)), let predicate = try requiredTerm(row.int64(1)).iri else { return }
      labels.append((literal.lexical, LabelPredicates.rank(predicate, language: literal.language), row.domain(2)))
    }
    let best = labels.indices.min { (labels[$0].rank, $0) < (labels[$1].rank, $1) }
    let label = best.map { labels[$0].text }
    var aliases: [String] = []
    for (index, other) in labels.enumerated() where index != best && other.text != label && !aliases.contains(other.text) {
      aliases.append(other.text)
    }
    return EntityRecord(
      id: id, iri: term.iri ?? term.description, label: label ?? Self.lastPart(of: term), aliases: aliases, definition: try definition(of: id),
      types: try types(of: id), domain: best.flatMap { labels[$0].domain } ?? Self.domain(of: term))
  }

  private func definition(of id: EntityID) throws -> String? {
    for iri in LabelPredicates.definitions {
      guard let predicate = try self.id(of: .iri(iri)) else { continue }
      let texts = try triples(subject: id, predicate: predicate, limit: 20).compactMap { $0.triple.object.literal }
      if let english = texts.first(where: { $0.language == nil || $0.language?.hasPrefix("en") == true }) ?? texts.first { return english.lexical }
    }
    return nil
  }

  private func types(of id: EntityID) throws -> [EntityRecord.EntityType] {
    guard let predicate = try self.id(of: .iri(Vocabulary.RDF.type)) else { return [] }
    return try triples(subject: id, predicate: predicate, limit: 20).map { record in
      EntityRecord.EntityType(id: record.object, iri: record.triple.object.iri ?? record.triple.object.description, label: try label(of: record.object))
    }
  }

  /// The label that a person would use for an entity; nil when it has none.
  public func label(of id: EntityID) throws -> String? {
    var best: (text: String, rank: Int)?
    try connection.forEachRow(
      "SELECT t.object, t.predicate FROM label l JOIN triple t ON t.id = l.triple WHERE l.entity = ?1 ORDER BY l.triple", [.id(id)]
    ) { row in
      guard case .literal(let literal) = try requiredTerm(row.int64(0)), let predicate = try requiredTerm(row.int64(1)).iri else { return }
      let rank = LabelPredicates.rank(predicate, language: literal.language)
      if best.map({ rank < $0.rank }) ?? true { best = (literal.lexical, rank) }
    }
    return best?.text
  }

  /// The entities that have this label or alias, case, diacritics, hyphens and spacing aside; or this IRI or prefixed name.
  /// Those that have it as their main label come first.
  public func entities(named name: String) throws -> [EntityID] {
    let folded = TextFolding.key(name)
    var result: [EntityID] = []
    if !folded.isEmpty {
      result = try connection.rows(
        "SELECT entity, max(preferred) AS main FROM label WHERE folded = ?1 GROUP BY entity ORDER BY main DESC, entity", .text(folded)
      ) { EntityID(rawValue: $0.int64(0)) }
    }
    if name.utf8.contains(UInt8(ascii: ":")), let id = try entity(iri: name), !result.contains(id) { result.append(id) }
    return result
  }

  func makeLabelIndex() throws -> LabelIndex {
    var builder = LabelIndex.Builder()
    try connection.forEachRow("SELECT l.entity, x.lexical FROM label l JOIN triple t ON t.id = l.triple JOIN term x ON x.id = t.object", []) { row in
      builder.add(row.text(1), for: EntityID(rawValue: row.int64(0)))
    }
    return builder.finish()
  }

  private static func lastPart(of term: Term) -> String {
    guard let iri = term.iri else { return term.description }
    let part = iri.utf8.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ":") }
    let name = part.map { iri[iri.utf8.index(after: $0)...] } ?? iri[...]
    return name.isEmpty ? iri : String(name)
  }

  /// The project's own names tell their domain.
  private static func domain(of term: Term) -> Domain? {
    guard let iri = term.iri else { return nil }
    if iri.hasPrefix(Vocabulary.finance) { return .finance }
    if iri.hasPrefix(Vocabulary.medical) { return .medical }
    return iri.hasPrefix(Vocabulary.code) ? .code : nil
  }
}
