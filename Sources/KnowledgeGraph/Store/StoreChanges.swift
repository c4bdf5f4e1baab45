/// What a committed transaction changed that is also held in memory.
struct StoreChanges: Sendable {
  var labels = false
  var triples = false
  var removedRows = false
  var vectors = VectorChanges()
  /// What this transaction's sources contradict, for their reports.
  var contradictions: [Contradiction] = []
}

/// Vectors that came and went, in the order: removed, then added.
struct VectorChanges: Sendable {
  struct Added: Sendable {
    let passage: PassageID
    let domain: Domain?
    let encoder: Int64
    let vector: [Float]
  }

  var removed: [PassageID] = []
  var added: [Added] = []
  /// The number that the store gives this state; nil when nothing changed.
  var generation: Int64?
}
