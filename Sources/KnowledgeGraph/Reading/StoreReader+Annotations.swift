internal import RDF

extension StoreReader {
  /// The most reifiers that are written behind their triples; a graph with more gets them as statements of their own.
  private static let mostReifiers = 50_000

  /// What an export can write behind the triples that it is about; nil when there is nothing, or more than should be in memory.
  ///
  /// - Parameter namesGraphs: whether the format tells graphs apart.
  /// - Complexity: O(reifiers), and one walk over the terms when there are any.
  func annotations(in scope: GraphScope, namesGraphs: Bool) throws -> Annotations? {
    guard let reifies = try id(of: .iri(Vocabulary.RDF.reifies)) else { return nil }
    let scope = !namesGraphs && scope == .everywhere ? .union : scope
    var subjects: [EntityID] = []
    var known: Set<EntityID> = []
    try scan(predicate: reifies, graph: scope) { row in
      if known.insert(row.subject).inserted { subjects.append(row.subject) }
      return subjects.count <= Self.mostReifiers
    }
    guard !subjects.isEmpty, subjects.count <= Self.mostReifiers, let inside = try blanksInTripleTerms() else { return nil }
    var quads: [Quad] = []
    for subject in subjects {
      try scan(subject: subject, graph: scope) { row in
        let triple = Triple(try requiredTerm(row.subject.rawValue), try requiredTerm(row.predicate.rawValue), try requiredTerm(row.object.rawValue))
        let graph = namesGraphs && row.graph.rawValue > 0 ? try requiredTerm(row.graph.rawValue) : nil
        quads.append(Quad(triple, graph: graph))
        return true
      }
    }
    return try Annotations(
      reifiers: quads,
      isAsserted: { quad in
        guard let subject = try id(of: quad.triple.subject), let predicate = try id(of: quad.triple.predicate),
          let object = try id(of: quad.triple.object)
        else { return false }
        var within = scope
        if namesGraphs {
          within = .defaultGraph
          if let name = quad.graph {
            guard let graph = try id(of: name) else { return false }
            within = .graph(graph)
          }
        }
        return try count(subject: subject, predicate: predicate, object: object, graph: within, atMost: 1) > 0
      },
      isMentioned: { blank in
        guard !inside.contains(blank), let node = try id(of: blank) else { return true }
        return try connection.number(
          "SELECT EXISTS(SELECT 1 FROM triple WHERE object = ?1) OR EXISTS(SELECT 1 FROM triple WHERE graph > 0 AND graph = ?1)", .id(node)) != 0
      })
  }

  /// Blank nodes that triple terms speak of; nil when there are too many to keep.
  private func blanksInTripleTerms() throws -> Set<Term>? {
    var blanks: Set<Term> = []
    let statement = try connection.prepare("SELECT lexical FROM term WHERE kind = ?1")
    defer { statement.reset() }
    try statement.bind(TermKind.triple.rawValue, at: 1)
    while try statement.step() {
      let text = statement.text(0)
      guard text.contains("_:"), let term = try? RDFReader.term(text) else { continue }
      Annotations.collectBlanks(of: term, into: &blanks)
      guard blanks.count <= Self.mostReifiers else { return nil }
    }
    return blanks
  }
}
