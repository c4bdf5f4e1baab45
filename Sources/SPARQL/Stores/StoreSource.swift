public import KnowledgeGraph
public import RDF

/// The store as one snapshot shows it. Lives no longer than its reader.
public final class StoreSource: QuadSource {
  private let reader: StoreReader
  private let statistics: GraphStatistics
  /// Gives each text's vector, of length 1, by the encoder of the store's passages; nil while there is none.
  public var encoding: (@Sendable ([String]) throws -> [[Float]])?
  /// Nil while nothing was learnt of the graph.
  public var predictor: (any LinkPredicting)?

  public init(_ reader: StoreReader) throws {
    self.reader = reader
    statistics = try reader.statistics()
  }

  public func number(of term: Term) throws -> Int64? { try reader.id(of: term)?.rawValue }

  public func term(_ number: Int64) throws -> Term {
    guard let term = try reader.term(EntityID(rawValue: number)) else {
      throw StoreError(.corrupt, "a triple names term \(number), which does not exist; run `kgassist verify`")
    }
    return term
  }

  public func scan(_ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool {
    let cursor = try reader.cursor(
      subject: pattern.subject != 0, predicate: pattern.predicate != 0, object: pattern.object != 0, graph: Self.scope(pattern.graph))
    try cursor.start(
      subject: EntityID(rawValue: pattern.subject), predicate: EntityID(rawValue: pattern.predicate), object: EntityID(rawValue: pattern.object))
    while try cursor.next() {
      guard try body(cursor.subject.rawValue, cursor.predicate.rawValue, cursor.object.rawValue, cursor.graph.rawValue) else { return false }
    }
    return true
  }

  static func scope(_ graph: QuadPattern.Graph) -> GraphScope {
    switch graph {
    case .standard: .defaultGraph
    case .named: .named
    case .one(let name): .graph(EntityID(rawValue: name))
    }
  }

  private static func given(_ number: Int64) -> EntityID? { number == 0 ? nil : EntityID(rawValue: number) }

  public func estimate(subject: Bool, predicate: Int64?, object: Bool) -> Double {
    statistics.estimate(subject: subject, predicate: predicate.flatMap(Self.given), predicateIsGiven: predicate == 0, object: object)
  }

  public func count(_ pattern: QuadPattern, atMost limit: Int) throws -> Int {
    try reader.count(
      subject: Self.given(pattern.subject), predicate: Self.given(pattern.predicate), object: Self.given(pattern.object),
      graph: Self.scope(pattern.graph), atMost: limit)
  }

  public func countGroups(_ pattern: QuadPattern, by position: QuadPosition, _ body: (Int64, Int) throws -> Bool) throws -> Bool {
    guard pattern.graph == .standard else { return false }
    let part: StatementPart =
      switch position {
      case .subject: .subject
      case .predicate: .predicate
      case .object: .object
      }
    return try reader.countGroups(
      subject: Self.given(pattern.subject), predicate: Self.given(pattern.predicate), object: Self.given(pattern.object), by: part
    ) { try body($0.rawValue, $1) }
  }

  /// Things by words of their labels, then passages by words of their text, as `urn:kgassist:passage:NUMBER`.
  public func textMatches(_ text: String, limit: Int) throws -> [ScoredTerm]? {
    let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let things = try reader.labelSearch(words, k: limit).compactMap { hit in try reader.term(hit.entity).map { ScoredTerm($0, score: hit.score) } }
    let passages = try reader.fullTextSearch(words, k: limit).map { ScoredTerm(Self.passage($0.passage), score: $0.score) }
    return Array((things + passages).prefix(limit))
  }

  /// Passages by the cosine of their vector with the text's, as `urn:kgassist:passage:NUMBER`, and things by that of their name and definition: those
  /// that the nearest passages mention, and those that share a word with the text.
  ///
  /// - Complexity: one pass over the passages' vectors, and the encoding of at most ``mostThings`` names.
  public func similarTexts(_ text: String, limit: Int) throws -> [ScoredTerm]? {
    guard let encoding, limit > 0 else { return nil }
    let vector = try encoding([text])[0]
    let passages = try reader.vectorSearch(vector, k: limit)
    var things: [EntityID] = []
    var known: Set<EntityID> = []
    func take(_ id: EntityID) { if things.count < Self.mostThings, known.insert(id).inserted { things.append(id) } }
    let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    for hit in try reader.labelSearch(words, k: Self.mostThings / 2) { take(hit.entity) }
    for passage in passages.prefix(Self.mostThings) { for mention in try reader.mentions(of: passage.passage) { take(mention.entity) } }
    var named: [(term: Term, text: String)] = []
    for id in things {
      try reader.checkCancellation()
      guard let term = try reader.term(id), let record = try reader.entity(id) else { continue }
      named.append((term, record.definition.map { "\(record.label): \($0.prefix(200))" } ?? record.label))
    }
    let vectors = named.isEmpty ? [] : try encoding(named.map(\.text))
    var found = passages.map { ScoredTerm(Self.passage($0.passage), score: $0.score) }
    for (thing, other) in zip(named, vectors) {
      found.append(ScoredTerm(thing.term, score: zip(vector, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }))
    }
    return Array(found.sorted { $0.score > $1.score }.prefix(limit))
  }

  /// The most things whose names are encoded for one text.
  private static let mostThings = 64

  public func predictedLinks(subject: Int64?, relation: Int64?, object: Int64?, limit: Int) throws -> [LinkPrediction]? {
    try predictor?.links(
      subject: subject.map(EntityID.init(rawValue:)), relation: relation.map(EntityID.init(rawValue:)), object: object.map(EntityID.init(rawValue:)),
      limit: limit, in: reader)
  }

  private static func passage(_ id: PassageID) -> Term { .iri("urn:kgassist:passage:\(id)") }

  public func graphs() throws -> [Int64] { try reader.graphs().map(\.rawValue) }

  public func checkCancellation() throws { try reader.checkCancellation() }
}
