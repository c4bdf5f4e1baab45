import RDF

/// Whether two graphs are the same but for the names of their blank nodes: colours are refined by what surrounds a node, then tried out.
struct GraphIsomorphism {
  private let left: Set<Triple>
  private let right: Set<Triple>

  static func areEqual(_ a: [Triple], _ b: [Triple]) -> Bool {
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
      return Set(left.map { Triple(names[$0.subject] ?? $0.subject, $0.predicate, names[$0.object] ?? $0.object) }) == right
    }
    return rightClasses[colour]!.contains { candidate in
      var next = chosen
      next[nodes[0]] = candidate
      return match(next)
    }
  }

  private static func colours(_ graph: Set<Triple>, seeds: [Term: Int]) -> [Term: Int] {
    var colours: [Term: Int] = [:]
    for triple in graph {
      for node in [triple.subject, triple.object] where isBlank(node) { colours[node] = seeds[node] ?? 0 }
    }
    for _ in 0..<max(1, min(colours.count, 12)) {
      var next: [Term: Int] = [:]
      for (node, colour) in colours { next[node] = colour &* 31 }
      for triple in graph {
        let subject = colours[triple.subject] ?? triple.subject.hashValue
        let object = colours[triple.object] ?? triple.object.hashValue
        if isBlank(triple.subject) { next[triple.subject]! &+= mix(triple.predicate.hashValue, object, 1) }
        if isBlank(triple.object) { next[triple.object]! &+= mix(triple.predicate.hashValue, subject, 2) }
      }
      colours = next
    }
    return colours
  }

  private static func mix(_ a: Int, _ b: Int, _ c: Int) -> Int { [a, b, c].hashValue }

  private static func isBlank(_ term: Term) -> Bool {
    if case .blank = term { true } else { false }
  }
}
