/// A graph cut into training, validation and test triples.
public struct TripleSet: Sendable {
  public let entities: Numbering
  public let relations: Numbering
  public let train: [NumberedTriple]
  public let validation: [NumberedTriple]
  public let test: [NumberedTriple]
  /// Entities that training never shows, in their order.
  public let unseenEntities: [Int32]

  /// What to do with validation and test triples that name what training never shows.
  public enum Unseen: Sendable {
    /// Refuse them, naming the first.
    case refused
    /// Keep them: they are ranked by chance. Leaving them out would flatter the figures (3 points of MRR on WN18RR).
    case kept
  }

  /// Checks and takes a graph.
  ///
  /// - Throws: ``GraphEmbeddingError/tooSmall(triples:)`` for fewer than ten training triples or two entities,
  ///   ``GraphEmbeddingError/unseen(split:name:count:)`` where strangers are refused.
  public init(
    entities: Numbering, relations: Numbering, train: [NumberedTriple], validation: [NumberedTriple], test: [NumberedTriple],
    unseen: Unseen = .refused
  ) throws(GraphEmbeddingError) {
    guard train.count >= 10, entities.count >= 2 else { throw .tooSmall(triples: train.count) }
    var shown = [Bool](repeating: false, count: entities.count), used = [Bool](repeating: false, count: relations.count)
    for triple in train {
      shown[Int(triple.subject)] = true
      shown[Int(triple.object)] = true
      used[Int(triple.relation)] = true
    }
    for (name, split) in [("validation", validation), ("test", test)] where unseen == .refused {
      var strangers = Set<String>(), first: String?
      for triple in split {
        for part in [triple.subject, triple.object] where !shown[Int(part)] {
          first = first ?? entities.names[Int(part)]
          strangers.insert(entities.names[Int(part)])
        }
        if !used[Int(triple.relation)] {
          first = first ?? relations.names[Int(triple.relation)]
          strangers.insert("relation " + relations.names[Int(triple.relation)])
        }
      }
      if let first { throw .unseen(split: name, name: first, count: strangers.count) }
    }
    self.entities = entities
    self.relations = relations
    self.train = train
    self.validation = validation
    self.test = test
    unseenEntities = shown.indices.filter { !shown[$0] }.map { Int32($0) }
  }
}
