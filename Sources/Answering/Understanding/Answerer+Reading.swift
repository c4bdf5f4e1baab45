internal import Fusion
internal import KnowledgeGraph
internal import Perception

extension Answerer {
  /// What the fusion Transformer reads out of a question and the things that it was linked to; `nil` without its weights.
  func read(_ question: UnderstoodQuestion, store: StoreReader) throws -> QuestionReading? {
    guard let reader else { return nil }
    // The longest mention is what the question is about; a few more are seen beside it.
    let named = question.entities.sorted { $0.mention.utf8.count > $1.mention.utf8.count }.prefix(3)
    let kinds = try named.map { try store.entity($0.id)?.kind ?? "" }
    let vectors = named.isEmpty ? [] : try encoder.encode(named.map(\.label) + kinds)
    let things = named.indices.map { vectors[$0] + vectors[$0 + named.count] }
    var reading = reader.read(words: try encoder.states([question.text])[0], things: things)
    reading.strangeWords = Set(question.terms.map(\.folded).filter { !reader.knows($0) && !Lexicon.commonStems.contains(Stemmer.stem($0)) })
    return reading
  }

  /// Likely links of what is asked for, where the question asks for a relation of a thing and nothing stated answers it.
  func foretold(_ question: UnderstoodQuestion) async -> [ForetoldLink] {
    guard let foreteller, let relation = question.reading?.relations.first, relation.probability >= 0.5 else { return [] }
    let named = question.entities.sorted { $0.mention.utf8.count > $1.mention.utf8.count }.prefix(3)
    for entity in named {
      // What cannot be foretold (nothing trained, a thing without links) leaves the abstention as it is.
      guard let links = try? await foreteller.links(from: entity.id, relation: relation.name, limit: 3), !links.isEmpty else { continue }
      return links
    }
    return []
  }
}
