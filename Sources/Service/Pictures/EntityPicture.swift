import Drawing
import KnowledgeGraph
import RDF

/// Chooses what of an entity's surroundings a picture shows.
struct EntityPicture {
  /// As many others as fit a slide.
  static let usual = 40
  static let most = 150

  private let reader: StoreReader
  private let names: RelationNames
  private let input: EntityID?

  init(_ reader: StoreReader) throws {
    self.reader = reader
    names = try RelationNames(reader)
    input = try reader.id(of: .iri(Vocabulary.KG.inputClass))
  }

  /// - Parameters:
  ///   - depth: steps from the entity.
  ///   - limit: the most other entities that are shown.
  func picture(of focus: EntityID, depth: Int, limit: Int) throws -> GraphPicture {
    var order = [focus]
    var places = [focus: 0]
    var drawn: [ReadRelation] = []
    var hidden = 0
    var frontier = [focus]
    for step in 0..<max(1, depth) {
      // The first ring leaves room for the next ones, and they share what is left.
      let ring = step == 0 && depth > 1 ? max(1, limit * 2 / 3) : limit
      var waiting = frontier.count
      var next: [EntityID] = []
      for entity in frontier {
        try reader.checkCancellation()
        let left = limit + 1 - order.count
        var room = step == 0 ? ring : (left + waiting - 1) / max(1, waiting)
        waiting -= 1
        for relation in try ReadRelation.all(of: entity, reader, names) {
          guard try isShown(relation.far) else { continue }
          if places[relation.far] == nil {
            guard room > 0 else {
              hidden += 1
              continue
            }
            room -= 1
            places[relation.far] = order.count
            order.append(relation.far)
            next.append(relation.far)
          }
          drawn.append(relation)
        }
      }
      frontier = next
    }
    return GraphPicture(nodes: try order.map(node), edges: try edges(drawn, places), focus: 0, hidden: hidden)
  }

  /// Each relation once, though both of its ends may have been looked at.
  private func edges(_ relations: [ReadRelation], _ places: [EntityID: Int]) throws -> [GraphPicture.Edge] {
    var edges: [GraphPicture.Edge] = []
    var told: Set<[Int64]> = []
    for relation in relations {
      let (from, to) = relation.isForward ? (relation.near, relation.far) : (relation.far, relation.near)
      guard told.insert([from.rawValue, relation.predicate.rawValue, to.rawValue]).inserted else { continue }
      if let inverse = try names.inverse(of: relation.predicate) { told.insert([to.rawValue, inverse.rawValue, from.rawValue]) }
      guard let first = places[from], let second = places[to] else { continue }
      edges.append(GraphPicture.Edge(from: first, to: second, label: try names.label(relation.predicate), isInferred: relation.isInferred))
    }
    return edges
  }

  /// A node without a name, and the input of a formula, are parts of how something is written down, not things to be shown.
  private func isShown(_ entity: EntityID) throws -> Bool {
    if let input, let type = names.type, try !reader.triples(subject: entity, predicate: type, object: input, limit: 1).isEmpty { return false }
    if try reader.label(of: entity) != nil { return true }
    if case .iri? = try reader.term(entity) { return true }
    return false
  }

  private func node(_ entity: EntityID) throws -> GraphPicture.Node {
    guard let record = try reader.entity(entity) else { return GraphPicture.Node("?") }
    return GraphPicture.Node(record.label, kind: try EntityClasses.names(of: record, reader).first, detail: record.definition)
  }
}
