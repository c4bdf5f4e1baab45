/// How often things occur in the graph: what an order of joins is chosen by.
public struct GraphStatistics: Sendable, Hashable {
  /// What is counted of one predicate.
  public struct Predicate: Sendable, Hashable {
    public var triples = 0
    /// Different subjects and different objects of those triples.
    public var subjects = 0
    public var objects = 0

    public init() {}
  }

  /// Triples of all graphs.
  public internal(set) var triples = 0
  /// Different subjects and different objects of all triples.
  public internal(set) var subjects = 0
  public internal(set) var objects = 0
  public internal(set) var predicates: [EntityID: Predicate] = [:]

  init() {}

  /// About how many triples fit a pattern in which the named positions are given, whichever values they have.
  ///
  /// - Parameters:
  ///   - known: the predicate, where it is known already.
  ///   - predicateIsGiven: whether a predicate that is not known yet will be when the pattern is asked.
  public func estimate(subject: Bool, predicate known: EntityID?, predicateIsGiven: Bool = false, object: Bool) -> Double {
    if let known {
      guard let counted = predicates[known] else { return 0 }
      var rows = Double(counted.triples)
      if subject { rows /= Double(max(1, counted.subjects)) }
      if object { rows /= Double(max(1, counted.objects)) }
      return rows
    }
    var rows = Double(triples)
    if subject { rows /= Double(max(1, subjects)) }
    if object { rows /= Double(max(1, objects)) }
    if predicateIsGiven { rows /= Double(max(1, predicates.count)) }
    return rows
  }
}
