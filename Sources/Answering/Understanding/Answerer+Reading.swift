internal import Fusion
internal import KnowledgeGraph
internal import Perception
internal import RDF

extension Answerer {
  /// What the fusion Transformer reads out of a question and the things that it was linked to; `nil` without its weights.
  ///
  /// - Parameter states: of the question's word pieces.
  func read(_ question: UnderstoodQuestion, states: [[Float]], store: StoreReader) throws -> QuestionReading? {
    guard let reader else { return nil }
    let named = question.subjects
    let kinds = try named.map { try store.entity($0.id)?.kind ?? "" }
    let vectors = named.isEmpty ? [] : try encoder.encode(named.map(\.label) + kinds)
    let things = try named.enumerated().map { place, entity in
      NamedThing(vector: vectors[place] + vectors[place + named.count], relations: try relations(of: entity.id, store))
    }
    var reading = reader.read(words: states, things: things)
    let known = Self.known(reader.card, to: reading)
    reading.strangeWords = Set(question.terms.map(\.folded).filter { !known.contains(Stemmer.stem($0)) && !Lexicon.commonStems.contains(Stemmer.stem($0)) })
    return reading
  }

  /// The stems of wordings that the question may be one of: who asks for what treats something says nothing with "children", which other wordings have.
  private static func known(_ card: FusionReader.Card, to reading: QuestionReading) -> Set<String> {
    guard let words = card.relationWords, !words.isEmpty else { return Set(card.words.map(Stemmer.stem)) }
    let asked = reading.relations.filter { $0.probability >= leastOfAWording }.map(\.name) + (reading.asksNone >= leastOfAWording ? [""] : [])
    return Set(asked.flatMap { words[$0] ?? [] }.map(Stemmer.stem))
  }

  /// From this probability on a relation's wordings may be the question's.
  private static let leastOfAWording = 0.05

  /// Names of the relations that a thing has, as far as its first triples show.
  private func relations(of entity: EntityID, _ store: StoreReader) throws -> Set<String> {
    let namespace = Vocabulary.KG.namespace
    return Set(
      try store.triples(subject: entity, limit: 200).compactMap { record in
        guard !record.object.isLiteral, let iri = record.triple.predicate.iri, iri.hasPrefix(namespace) else { return nil }
        return String(iri.dropFirst(namespace.count))
      })
  }

  /// Likely links of what is asked for, where the question asks for a relation of a thing and nothing stated answers it.
  func foretold(_ question: UnderstoodQuestion) async -> [ForetoldLink] {
    guard let foreteller, let relation = question.reading?.relations.first, relation.probability >= 0.5 else { return [] }
    for entity in question.subjects {
      // What cannot be foretold (nothing trained, a thing without links) leaves the abstention as it is.
      guard let links = try? await foreteller.links(from: entity.id, relation: relation.name, limit: 3), !links.isEmpty else { continue }
      return links
    }
    return []
  }
}
