/// Which entities answer (entity, relation), by the asserted triples of several splits: what a filtered ranking leaves out.
public struct KnownAnswers: Sendable {
  private var objects: [Int64: [Int32]] = [:]
  private var subjects: [Int64: [Int32]] = [:]

  /// - Complexity: O(n log n) in all triples.
  public init(_ splits: [[NumberedTriple]]) {
    for split in splits {
      for triple in split {
        objects[Self.key(triple.subject, triple.relation), default: []].append(triple.object)
        subjects[Self.key(triple.object, triple.relation), default: []].append(triple.subject)
      }
    }
    for key in objects.keys { Self.order(&objects[key]!) }
    for key in subjects.keys { Self.order(&subjects[key]!) }
  }

  /// The known objects of a subject and relation, each once, ascending.
  public func objects(_ subject: Int32, _ relation: Int32) -> [Int32] { objects[Self.key(subject, relation)] ?? [] }
  /// The known subjects of a relation and object, each once, ascending.
  public func subjects(_ relation: Int32, _ object: Int32) -> [Int32] { subjects[Self.key(object, relation)] ?? [] }

  private static func key(_ entity: Int32, _ relation: Int32) -> Int64 { Int64(entity) << 32 | Int64(relation) }

  private static func order(_ list: inout [Int32]) {
    if list.count < 2 { return }
    list.sort()
    var kept = 1
    for i in 1..<list.count where list[i] != list[kept - 1] {
      list[kept] = list[i]
      kept += 1
    }
    list.removeLast(list.count - kept)
  }
}
