internal import KnowledgeGraph

/// Answers about the schema, which every triple asks for again.
struct FactCache {
  struct Key: Hashable {
    let subject, predicate, object: EntityID?
  }

  private static let most = 100_000
  private var answers: [Key: [StoredFact]] = [:]

  subscript(key: Key) -> [StoredFact]? { answers[key] }

  mutating func keep(_ facts: [StoredFact], for key: Key) {
    if answers.count >= Self.most { answers.removeAll() }
    answers[key] = facts
  }

  mutating func forget() { if !answers.isEmpty { answers.removeAll(keepingCapacity: true) } }
}
