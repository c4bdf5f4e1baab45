/// Which entities a relation's declared domain and range allow, by the graph's own type triples.
///
/// An entity without any type is allowed everywhere: nothing says that it does not fit. With several ranges an entity
/// must fit all of them (RDF Schema 1.1, section 3.1).
public struct TypeConstraints: Sendable {
  private var classes: [Int32: Set<Int32>] = [:]
  private var domains: [Int32: [Int32]] = [:]
  private var ranges: [Int32: [Int32]] = [:]

  /// No constraint at all.
  public init() {}

  /// - Parameters:
  ///   - types: (entity, class) pairs; subclasses are followed here.
  ///   - subclasses: (class, broader class) pairs; circles do no harm.
  ///   - domains: (relation, class) pairs, and so are `ranges`.
  public init(
    types: [(entity: Int32, of: Int32)], subclasses: [(narrow: Int32, broad: Int32)], domains: [(relation: Int32, of: Int32)],
    ranges: [(relation: Int32, of: Int32)]
  ) {
    var broader: [Int32: [Int32]] = [:]
    for pair in subclasses { broader[pair.narrow, default: []].append(pair.broad) }
    var closures: [Int32: Set<Int32>] = [:]
    func closure(_ start: Int32) -> Set<Int32> {
      if let known = closures[start] { return known }
      var found: Set<Int32> = [start], open = [start]
      while let next = open.popLast() {
        for class_ in broader[next] ?? [] where found.insert(class_).inserted { open.append(class_) }
      }
      closures[start] = found
      return found
    }
    for pair in types { classes[pair.entity, default: []].formUnion(closure(pair.of)) }
    for pair in domains { self.domains[pair.relation, default: []].append(pair.of) }
    for pair in ranges { self.ranges[pair.relation, default: []].append(pair.of) }
  }

  /// Whether an entity may answer a question about a relation.
  public func allows(_ entity: Int32, answering direction: QueryDirection, of relation: Int32) -> Bool {
    guard let own = classes[entity] else { return true }
    let wanted = (direction == .object ? ranges : domains)[relation] ?? []
    return wanted.allSatisfy { own.contains($0) }
  }
}
