internal import Fusion
internal import KnowledgeGraph

/// Guesses a question's domain from the entities it names and the passages found for it.
enum DomainGuess {
  static func guess(_ question: UnderstoodQuestion, passages: [EvidencePassage], store: StoreReader) throws -> Domain? {
    var votes: [Domain: Double] = [:]
    for entity in question.entities.prefix(12) {
      if let domain = try store.entity(entity.id)?.domain { votes[domain, default: 0] += 1 }
    }
    for (rank, passage) in passages.prefix(8).enumerated() {
      if let domain = try store.passage(passage.passage)?.domain { votes[domain, default: 0] += 1.5 / Double(rank + 1) }
    }
    for (domain, probability) in question.reading?.domains ?? [:] { votes[domain, default: 0] += 3 * probability }
    return votes.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
  }
}
