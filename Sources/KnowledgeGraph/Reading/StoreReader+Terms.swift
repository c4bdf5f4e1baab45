public import RDF

typealias RDFTerm = Term

extension StoreReader {
  /// The term with this number.
  public func term(_ id: EntityID) throws -> Term? {
    if let kept = cachedTerm(id.rawValue) { return kept }
    let found = try connection.first("SELECT kind, lexical, datatype, language FROM term WHERE id = ?1", .id(id)) { row -> Term in
      let lexical = try row.termText(1)
      switch TermKind(rawValue: row.int64(0)) {
      case .iri: return .iri(try row.optionalInt64(2).map { try namespaces.text($0) + lexical } ?? lexical)
      case .blank: return .blank(try row.optionalInt64(2).map { try namespaces.text($0) + lexical } ?? lexical)
      case .triple:
        guard let term = try? RDFReader.term(lexical), case .triple = term else {
          throw StoreError(.corrupt, "term \(id) is no triple; run `kgassist verify`")
        }
        return term
      default:
        if let tag = row.optionalText(3) { return .literal(Literal(lexical, languageTag: tag)) }
        guard let datatype = row.optionalInt64(2) else { return .literal(Literal(lexical)) }
        guard case .iri(let iri)? = try term(EntityID(rawValue: datatype)) else {
          throw StoreError(.corrupt, "term \(id) has a datatype that does not exist; run `kgassist verify`")
        }
        return .literal(Literal(lexical, datatype: iri))
      }
    }
    if let found { cache(found, for: id.rawValue) }
    return found
  }

  /// The number of a term; nil when no triple and no mention has it.
  public func id(of term: Term) throws -> EntityID? {
    if let kept = cachedNumber(of: term) { return EntityID(rawValue: kept) }
    let found = try find(term)
    if let found { cache(found.rawValue, for: term) }
    return found
  }

  private func find(_ term: Term) throws -> EntityID? {
    var datatype: Int64?
    if case .literal(let literal) = term, literal.language == nil, literal.datatype != Vocabulary.XSD.string {
      guard let known = try id(of: .iri(literal.datatype)) else { return nil }
      datatype = known.rawValue
    }
    return try TermLookup.find(term, datatype: datatype, namespaces: namespaces, on: connection).map { EntityID(rawValue: $0) }
  }

  /// The number of an IRI, also given as a prefixed name of the project's prefixes (`med:metformin`).
  public func entity(iri: String) throws -> EntityID? {
    if let id = try id(of: .iri(iri)) { return id }
    guard let expanded = PrefixMap.common.expand(iri) else { return nil }
    return try id(of: .iri(expanded))
  }

  func requiredTerm(_ id: Int64) throws -> Term {
    guard let term = try term(EntityID(rawValue: id)) else {
      throw StoreError(.corrupt, "a triple names term \(id), which does not exist; run `kgassist verify`")
    }
    return term
  }
}
