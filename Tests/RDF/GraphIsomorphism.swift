import RDF

/// Whether two datasets are the same but for the names of their blank nodes: colours are refined by what surrounds a node, then tried out.
struct GraphIsomorphism {
  private let left: Set<Quad>
  private let right: Set<Quad>

  static func areEqual(_ a: [Triple], _ b: [Triple]) -> Bool { areEqual(a.map { Quad($0) }, b.map { Quad($0) }) }

  static func areEqual(_ a: [Quad], _ b: [Quad]) -> Bool {
    let (left, right) = (Set(a), Set(b))
    guard left.count == right.count else { return false }
    return GraphIsomorphism(left: left, right: right).match([:])
  }

  private func match(_ chosen: [Term: Term]) -> Bool {
    let leftColours = Self.colours(left, seeds: Dictionary(uniqueKeysWithValues: chosen.keys.map { ($0, chosen[$0]!.hashValue) }))
    let rightColours = Self.colours(right, seeds: Dictionary(uniqueKeysWithValues: chosen.values.map { ($0, $0.hashValue) }))
    let leftClasses = Dictionary(grouping: leftColours.keys) { leftColours[$0]! }
    let rightClasses = Dictionary(grouping: rightColours.keys) { rightColours[$0]! }
    guard leftClasses.mapValues(\.count) == rightClasses.mapValues(\.count) else { return false }
    guard let (colour, nodes) = leftClasses.filter({ $0.value.count > 1 }).min(by: { $0.value.count < $1.value.count }) else {
      let names = Dictionary(uniqueKeysWithValues: leftClasses.map { ($1[0], rightClasses[$0]![0]) })
      return Set(left.map { Self.renamed($0) { names[$0] ?? $0 } }) == right
    }
    return rightClasses[colour]!.contains { candidate in
      var next = chosen
      next[nodes[0]] = candidate
      return match(next)
    }
  }

  private static func colours(_ graph: Set<Quad>, seeds: [Term: Int]) -> [Term: Int] {
    var colours: [Term: Int] = [:]
    for quad in graph {
      for node in blanks(quad) { colours[node] = seeds[node] ?? 0 }
    }
    for _ in 0..<max(1, min(colours.count, 12)) {
      var next: [Term: Int] = [:]
      for (node, colour) in colours { next[node] = colour &* 31 }
      for quad in graph {
        for node in Set(blanks(quad)) {
          // The quad as this node sees it: itself marked, the others by their colour.
          let seen = renamed(quad) { $0 == node ? .iri("urn:self") : .iri("urn:colour:\(colours[$0]!)") }
          next[node]! &+= seen.hashValue
        }
      }
      colours = next
    }
    return colours
  }

  private static func blanks(_ quad: Quad) -> [Term] {
    blanks(quad.triple.subject) + blanks(quad.triple.object) + (quad.graph.map(blanks) ?? [])
  }

  private static func blanks(_ term: Term) -> [Term] {
    switch term {
    case .iri, .literal: []
    case .blank: [term]
    case .triple(let triple): blanks(triple.subject) + blanks(triple.object)
    }
  }

  private static func renamed(_ quad: Quad, _ name: (Term) -> Term) -> Quad {
    Quad(renamed(quad.triple, name), graph: quad.graph.map { renamed($0, name) })
  }

  private static func renamed(_ triple: Triple, _ name: (Term) -> Term) -> Triple {
    Triple(renamed(triple.subject, name), triple.predicate, renamed(triple.object, name))
  }

  private static func renamed(_ term: Term, _ name: (Term) -> Term) -> Term {
    switch term {
    case .iri, .literal: term
    case .blank: name(term)
    case .triple(let triple): .triple(renamed(triple, name))
    }
  }
}
