internal import RDF
internal import KnowledgeGraph

/// Reads thresholds and formulas out of the graph's triples.
struct RuleReader {
  let store: StoreReader

  /// Rules that hang on an entity: its own, and those that compare or take it as a quantity.
  func rules(of entity: EntityID, by predicate: String) throws -> [(EntityID, EntityID)] {
    guard let own = try store.entity(iri: predicate) else { return [] }
    var rules = try store.triples(subject: entity, predicate: own, limit: 40).map { ($0.object, entity) }
    guard let quantity = try store.entity(iri: Vocabulary.KG.quantity) else { return rules }
    let inputOf = try store.entity(iri: Vocabulary.KG.input)
    for record in try store.triples(predicate: quantity, object: entity, limit: 40) {
      var rule = record.subject
      if predicate == Vocabulary.KG.formula {
        guard let inputOf, let owner = try store.triples(predicate: inputOf, object: rule, limit: 1).first else {
          continue
        }
        rule = owner.subject
      }
      if let concept = try store.triples(predicate: own, object: rule, limit: 1).first?.subject {
        rules.append((rule, concept))
      }
    }
    return rules
  }

  func threshold(_ rule: EntityID, concept: EntityID) throws -> GraphThreshold? {
    let records = try store.triples(subject: rule, limit: 40)
    guard let value = Self.literal(records, Vocabulary.KG.value).flatMap(Double.init),
      let comparison = Self.literal(records, Vocabulary.KG.comparison).flatMap({ Comparison($0) }),
      let conclusion = Self.literal(records, Vocabulary.KG.conclusion),
      let quantity = Self.record(records, Vocabulary.KG.quantity)
    else { return nil }
    let unit = Self.literal(records, Vocabulary.KG.unit).flatMap(Self.unit) ?? .one
    let used = records.filter { record in
      guard case .iri(let predicate) = record.triple.predicate else { return false }
      return [Vocabulary.KG.value, Vocabulary.KG.comparison, Vocabulary.KG.conclusion, Vocabulary.KG.otherwise,
        Vocabulary.KG.quantity, Vocabulary.KG.unit].contains(predicate)
    }
    return GraphThreshold(
      concept: try store.entity(concept)?.label ?? "", quantityNames: try names(quantity.object),
      threshold: Threshold(comparison, Quantity(value, unit)), conclusion: conclusion,
      otherwise: Self.literal(records, Vocabulary.KG.otherwise), triples: used.map(\.id))
  }

  func formula(_ rule: EntityID, concept: EntityID) throws -> Formula? {
    let records = try store.triples(subject: rule, limit: 60)
    guard let text = Self.literal(records, Vocabulary.KG.expression), let expression = try? Expression(text),
      let statement = Self.record(records, Vocabulary.KG.expression)
    else { return nil }
    var inputs: [FormulaInput] = []
    var triples = [statement.id]
    for record in records {
      guard case .iri(Vocabulary.KG.input) = record.triple.predicate else { continue }
      let parts = try store.triples(subject: record.object, limit: 20)
      guard let symbol = Self.literal(parts, Vocabulary.KG.symbol) else { continue }
      var names = parts.filter { Self.isPredicate($0, Vocabulary.RDFS.label) }.compactMap(Self.lexical)
      if let quantity = Self.record(parts, Vocabulary.KG.quantity) { names += try self.names(quantity.object) }
      inputs.append(
        FormulaInput(
          symbol: symbol, names: names.isEmpty ? [symbol] : names + [symbol],
          unit: Self.literal(parts, Vocabulary.KG.unit).flatMap(Self.unit)))
      triples.append(record.id)
    }
    guard expression.symbols.allSatisfy({ symbol in inputs.contains { $0.symbol == symbol } }) else { return nil }
    let conceptNames = try names(concept)
    let result = Self.literal(records, Vocabulary.KG.result) ?? conceptNames.first ?? "result"
    return Formula(
      result: result, names: [result] + conceptNames, expression: expression, inputs: inputs,
      unit: Self.literal(records, Vocabulary.KG.unit).flatMap(Self.unit), triples: triples, source: nil)
  }

  private func names(_ entity: EntityID) throws -> [String] {
    guard let record = try store.entity(entity) else { return [] }
    return [record.label] + record.aliases
  }

  /// A unit the program does not know ("character", "frame", "points") counts things; "ratio" and "count" are plain.
  static func unit(_ text: String) -> Unit? {
    if ["ratio", "count", "number", "points", "point", "score", ""].contains(text) { return Unit.one }
    return Unit.named(text)
  }

  private static func isPredicate(_ record: TripleRecord, _ iri: String) -> Bool {
    if case .iri(iri) = record.triple.predicate { return true }
    return false
  }

  private static func record(_ records: [TripleRecord], _ predicate: String) -> TripleRecord? {
    records.first { isPredicate($0, predicate) }
  }

  private static func literal(_ records: [TripleRecord], _ predicate: String) -> String? {
    record(records, predicate).flatMap(lexical)
  }

  private static func lexical(_ record: TripleRecord) -> String? {
    if case .literal(let literal) = record.triple.object { return literal.lexical }
    return nil
  }
}
