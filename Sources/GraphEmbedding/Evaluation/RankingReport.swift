/// Ranks of a split, all together and by direction, relation and kind of relation.
public struct RankingReport: Sendable {
  public internal(set) var all = RankingMetrics()
  public internal(set) var objects = RankingMetrics()
  public internal(set) var subjects = RankingMetrics()
  public internal(set) var byRelation: [Int32: RankingMetrics] = [:]
  public internal(set) var byCategory: [RelationCategory: RankingMetrics] = [:]
}

/// Kinds of relations by how many subjects an object has and objects a subject, 1.5 and more being "many"
/// (Bordes et al. 2013).
public enum RelationCategory: String, Sendable, CaseIterable {
  case oneToOne = "1-1"
  case oneToMany = "1-N"
  case manyToOne = "N-1"
  case manyToMany = "N-N"

  /// The category of each relation that the triples mention.
  public static func ofRelations(in triples: [NumberedTriple], relations: Int) -> [RelationCategory] {
    var subjects = [Set<Int32>](repeating: [], count: relations), objects = subjects
    var counts = [Double](repeating: 0, count: relations)
    for triple in Set(triples) {
      subjects[Int(triple.relation)].insert(triple.subject)
      objects[Int(triple.relation)].insert(triple.object)
      counts[Int(triple.relation)] += 1
    }
    return (0..<relations).map { relation in
      let objectsEach = counts[relation] / Double(max(subjects[relation].count, 1))
      let subjectsEach = counts[relation] / Double(max(objects[relation].count, 1))
      return switch (subjectsEach >= 1.5, objectsEach >= 1.5) {
      case (false, false): .oneToOne
      case (false, true): .oneToMany
      case (true, false): .manyToOne
      case (true, true): .manyToMany
      }
    }
  }
}
