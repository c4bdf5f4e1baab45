internal import RDF

extension StoreReader {
  /// What the graph says about an entity at first sight; nil when the number names no IRI and no blank node.
  public func entity(_ id: EntityID) throws -> EntityRecord? {
    guard !id.isLiteral, let term = try term(id) else { return nil }
    var labels: [(text: String, rank: Int, domain: Domain?)] = []
    for (literal, rank, source) in try names(of: id) {
      labels.append((literal.lexical, rank, try connection.first("SELECT domain FROM source WHERE id = ?1", .integer(source)) { $0.domain(0) } ?? nil))
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
    let names = try names(of: id)
    return names.indices.min { (names[$0].rank, $0) < (names[$1].rank, $1) }.map { names[$0].literal.lexical }
  }

  /// The label, or the last part of the IRI, which says more to a person than the whole; nil for literals and what the store does not have.
  public func name(of id: EntityID) throws -> String? {
    guard !id.isLiteral else { return nil }
    return try label(of: id) ?? term(id).map(Self.lastPart)
  }

  /// All names of an entity with how good each is as its label, main names first, then in the order they came.
  private func names(of id: EntityID) throws -> [(literal: Literal, rank: Int, source: Int64)] {
    var found: [(literal: Literal, rank: Int, isPreferred: Bool, triple: Int64, source: Int64)] = []
    for (predicate, iri) in try labelPredicates() {
      try connection.forEachRow(
        "SELECT object, id, source FROM triple WHERE subject = ?1 AND predicate = ?2 AND object & 1 = 1", [.id(id), .integer(predicate)]
      ) { row in
        guard case .literal(let literal) = try requiredTerm(row.int64(0)) else { return }
        let rank = LabelPredicates.rank(iri, language: literal.language)
        found.append((literal, rank, LabelPredicates.isPreferred(iri) == true, row.int64(1), row.int64(2)))
      }
    }
    found.sort { ($0.isPreferred ? 0 : 1, $0.triple) < ($1.isPreferred ? 0 : 1, $1.triple) }
    return found.map { ($0.literal, $0.rank, $0.source) }
  }

  /// The predicates of this store that name things, with their IRIs.
  func labelPredicates() throws -> [(number: Int64, iri: String)] {
    try LabelPredicates.iris.compactMap { iri in try id(of: .iri(iri)).map { ($0.rawValue, iri) } }
  }

  /// The entities that have this label or alias, case, diacritics, hyphens and spacing aside; or this IRI or prefixed name.
  /// Those that have it as their main label come first. A plural finds its singular when nothing else is found.
  public func entities(named name: String) throws -> [EntityID] {
    let key = TextFolding.key(name)
    var result = try entities(folded: key)
    if result.isEmpty, let last = key.split(separator: " ").last {
      for singular in WordForms.singulars(String(last)) where result.isEmpty {
        result = try entities(folded: key.dropLast(last.count) + singular)
      }
    }
    if name.utf8.contains(UInt8(ascii: ":")), let id = try entity(iri: name), !result.contains(id) { result.append(id) }
    return result
  }

  private func entities(folded key: String) throws -> [EntityID] {
    var best: [EntityID: Int] = [:]
    try connection.forEachRow("SELECT triple FROM label WHERE hash = ?1", [.integer(StoredHash.of(key))]) { row in
      guard let found = try locate(row.int64(0)), case .literal(let literal) = try requiredTerm(found.object),
        TextFolding.key(literal.lexical) == key, let predicate = try requiredTerm(found.predicate).iri
      else { return }
      let entity = EntityID(rawValue: found.subject)
      best[entity] = min(best[entity] ?? 1, LabelPredicates.isPreferred(predicate) == true ? 0 : 1)
    }
    return best.keys.sorted { (best[$0]!, $0) < (best[$1]!, $1) }
  }

  func makeLabelIndex() throws -> LabelIndex {
    var builder = LabelIndex.Builder()
    for (predicate, _) in try labelPredicates() {
      try connection.forEachRow(
        "SELECT t.subject, x.lexical FROM triple t JOIN term x ON x.id = t.object WHERE t.predicate = ?1 AND t.object & 1 = 1", [.integer(predicate)]
      ) { row in
        builder.add(try row.termText(1), for: EntityID(rawValue: row.int64(0)))
      }
    }
    return builder.finish()
  }

  /// Different labels and aliases in English or no language, the shorter ones first.
  ///
  /// - Parameters:
  ///   - domain: of the sources that give them; nil for all.
  ///   - longest: bytes of UTF-8 that a name may have.
  ///   - limit: how many are given at most.
  public func names(domain: Domain?, longest: Int, limit: Int) throws -> [String] {
    var names = Set<String>()
    for (predicate, _) in try labelPredicates() {
      try connection.forEachRow(
        """
        SELECT x.lexical FROM triple t JOIN term x ON x.id = t.object JOIN source s ON s.id = t.source
        WHERE t.predicate = ?1 AND t.object & 1 = 1 AND length(x.lexical) <= ?2 AND (?3 IS NULL OR s.domain = ?3)
          AND (x.language IS NULL OR x.language = '' OR x.language LIKE 'en%')
        """, [.integer(predicate), .integer(Int64(longest)), .domain(domain)]
      ) { row in
        // A packed name is longer than its blob.
        let name = try row.termText(0)
        if name.utf8.count <= longest { names.insert(name) }
      }
    }
    return Array(names.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.prefix(limit))
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
