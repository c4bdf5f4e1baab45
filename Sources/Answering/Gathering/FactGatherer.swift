internal import Fusion
internal import RDF
public import KnowledgeGraph

/// Puts the triples around a question's entities into words.
public struct FactGatherer: Sendable {
  public init() {}

  /// Facts about the linked entities, those whose words the question shares first.
  ///
  /// - Parameter k: the most facts.
  public func gather(_ question: UnderstoodQuestion, k: Int, store: StoreReader) throws -> [Fact] {
    var facts: [Fact] = []
    var labels: [EntityID: String] = [:]
    let linked = Set(question.entities.map(\.id))
    for entity in question.entities.prefix(8) {
      try store.checkCancellation()
      let asked = try asked(of: entity.id, question, store)
      let outward = try asked.records + store.triples(subject: entity.id, limit: 60)
      let inward = try store.triples(object: entity.id, limit: 40)
      for record in outward + inward {
        guard !facts.contains(where: { $0.triple == record.id }),
          let fact = try fact(record, question, linked, asked: asked.likely[record.subject == entity.id] ?? [:], store, &labels)
        else { continue }
        facts.append(fact)
      }
    }
    return Array(facts.sorted { $0.score > $1.score }.prefix(k))
  }

  /// A relation that the thing has is so many times likelier to be asked for than one that it has not.
  private static let statedPrior = 5.0

  /// The triples of the relations that the question may ask for (a thing with many others may have them far behind), and how likely each of those
  /// predicates is what is asked, now that it is known which the thing has: `true` leads to those that start at it, `false` to those that end there.
  ///
  /// A thing that has the relation in one direction alone is asked for that one, whichever was read: "What reverses X?" and "What does X reverse?" are
  /// nearly the same words.
  private func asked(of entity: EntityID, _ question: UnderstoodQuestion, _ store: StoreReader) throws -> (records: [TripleRecord], likely: [Bool: [String: Double]]) {
    guard let reading = question.reading else { return ([], [:]) }
    var records: [TripleRecord] = [], stated: [Bool: [String: Double]] = [:], all = reading.asksNone, settled = 0.0
    for relation in reading.relations {
      all += relation.probability
      // Against the direction that the thing has it was weighed already.
      if reading.outweighed.contains(relation.name) { settled += relation.probability }
      let iri = Vocabulary.KG.namespace + relation.name
      guard relation.probability >= 0.01, let predicate = try store.id(of: .iri(iri)) else { continue }
      let outward = try store.triples(subject: entity, predicate: predicate, limit: 40)
      let found = outward.isEmpty ? try store.triples(predicate: predicate, object: entity, limit: 40) : outward
      guard !found.isEmpty else { continue }
      records += found
      stated[!outward.isEmpty, default: [:]][iri] = relation.probability
    }
    let mass = all + (Self.statedPrior - 1) * (stated.values.reduce(0) { $0 + $1.values.reduce(0, +) } + settled)
    return (records, stated.mapValues { $0.mapValues { Self.statedPrior * $0 / max(mass, 1e-9) } })
  }

  /// Whether a fact of the thing says something else than what is surely asked: another relation, or the asked one the wrong way round.
  private func isBeside(_ predicate: String, likely: Double, _ isOfThing: Bool, _ question: UnderstoodQuestion) -> Bool {
    guard let reading = question.reading, let asked = reading.relations.first, asked.probability >= 0.7,
      predicate.hasPrefix(Vocabulary.KG.namespace)
    else { return false }
    let name = String(predicate.dropFirst(Vocabulary.KG.namespace.count))
    return isOfThing ? reading.unlikely.contains(name) : name == asked.name && likely == 0
  }

  private func fact(
    _ record: TripleRecord, _ question: UnderstoodQuestion, _ linked: Set<EntityID>, asked likelihoods: [String: Double], _ store: StoreReader,
    _ labels: inout [EntityID: String]
  ) throws -> Fact? {
    guard case .iri(let predicate) = record.triple.predicate, case .iri = record.triple.subject else { return nil }
    let likely = likelihoods[predicate] ?? 0
    guard !Self.silent.contains(predicate) || likely >= 0.4, !isBeside(predicate, likely: likely, linked.contains(record.subject), question) else { return nil }
    let words: String
    switch record.triple.object {
    case .literal(let literal): words = literal.lexical
    case .iri: words = try label(record.object, store, &labels)
    case .blank, .triple: return nil
    }
    guard !words.isEmpty, words.utf8.count <= 2000 else { return nil }
    let isDefinition = predicate == Vocabulary.SKOS.definition
    let relation = isDefinition ? "is defined as" : try label(record.predicate, store, &labels)
    let subject = try label(record.subject, store, &labels)
    let said = Set(Word.words(in: relation + " " + words).map(\.stem))
    let asked = Set(Word.words(in: relation).filter { !$0.isStopWord }.map(\.stem))
    var score = 0.0
    for term in question.terms {
      if said.contains(where: { Lexicon.agree($0, term.stem) }) { score += term.weight }
      if asked.contains(where: { Lexicon.agree($0, term.stem) }) { score += term.weight }
    }
    if linked.contains(record.subject) && linked.contains(record.object) { score += 2 }
    if isDefinition { score += question.kind == .definition && linked.contains(record.subject) ? 2 : 0.2 }
    if linked.contains(record.subject) { score += 0.1 }
    score += 3 * likely
    return Fact(
      subject: subject, predicate: relation, object: words, triple: record.id, inferred: record.inferred,
      score: score, source: try Self.source(of: record.id, store), asked: likely)
  }

  /// The name of the imported graph or document that asserts a triple.
  static func source(of triple: TripleID, _ store: StoreReader) throws -> String {
    for source in try store.sources(of: triple) {
      switch source {
      case .document(_, let name, _, _): return name
      case .file(let name, _, _): return name
      case .rule(let name): return name
      case .person: return "a person's statement"
      }
    }
    return ""
  }

  private func label(_ id: EntityID, _ store: StoreReader, _ labels: inout [EntityID: String]) throws -> String {
    if let known = labels[id] { return known }
    let label = try store.name(of: id) ?? ""
    labels[id] = label
    return label
  }

  /// Predicates that say nothing, unless it is they that are asked for, or that calculations read themselves.
  private static let silent: Set<String> = [
    Vocabulary.RDFS.label, Vocabulary.SKOS.altLabel, Vocabulary.SKOS.prefLabel, Vocabulary.RDF.type,
    Vocabulary.DCTerms.source, Vocabulary.RDFS.comment, Vocabulary.RDFS.domain, Vocabulary.RDFS.range,
    Vocabulary.KG.threshold, Vocabulary.KG.formula, Vocabulary.KG.quantity, Vocabulary.KG.input, Vocabulary.KG.symbol,
    Vocabulary.KG.expression, Vocabulary.KG.unit, Vocabulary.KG.value, Vocabulary.KG.comparison, Vocabulary.KG.prerequisite,
    Vocabulary.KG.conclusion, Vocabulary.KG.otherwise, Vocabulary.KG.result,
  ]
}
