public import KnowledgeGraph
public import RDF

/// The store inside one transaction, to be updated in the name of a person. Lives no longer than its writer.
///
/// A blank node that the store has stays itself when an update copies it; every other one is new. What is removed goes whoever asserts it.
public final class StoreTarget: UpdateTarget {
  private let writer: StoreWriter
  private let uid: Int
  /// Made when a pattern is first asked for: statements given as data need none of its statistics.
  private var made: StoreSource?
  private let configure: (StoreSource) -> Void

  /// - Parameters:
  ///   - uid: the person who then is the source of what comes in.
  ///   - configure: gives the store's source its encoder and predictions.
  public init(_ writer: StoreWriter, by uid: Int, configure: @escaping (StoreSource) -> Void = { _ in }) {
    self.writer = writer
    self.uid = uid
    self.configure = configure
  }

  private func source() throws -> StoreSource {
    if let made { return made }
    let source = try StoreSource(writer.reader)
    configure(source)
    made = source
    return source
  }

  public func insert(_ quads: [Quad]) throws -> Int { try writer.insert(quads, by: uid).added }

  public func remove(_ quads: [Quad]) throws -> Int { try writer.remove(quads) }

  public func clear(_ graph: QuadPattern.Graph) throws -> Int { try writer.remove(graph: StoreSource.scope(graph)) }

  // MARK: Asking

  public func number(of term: Term) throws -> Int64? { try writer.reader.id(of: term)?.rawValue }
  public func term(_ number: Int64) throws -> Term { try source().term(number) }
  public func scan(_ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool { try source().scan(pattern, body) }
  public func estimate(subject: Bool, predicate: Int64?, object: Bool) throws -> Double {
    try source().estimate(subject: subject, predicate: predicate, object: object)
  }
  public func count(_ pattern: QuadPattern, atMost limit: Int) throws -> Int { try source().count(pattern, atMost: limit) }
  public func graphs() throws -> [Int64] { try source().graphs() }
  public func countGroups(_ pattern: QuadPattern, by position: QuadPosition, _ body: (Int64, Int) throws -> Bool) throws -> Bool {
    try source().countGroups(pattern, by: position, body)
  }
  public func textMatches(_ text: String, limit: Int) throws -> [ScoredTerm]? { try source().textMatches(text, limit: limit) }
  public func similarTexts(_ text: String, limit: Int) throws -> [ScoredTerm]? { try source().similarTexts(text, limit: limit) }
  public func predictedLinks(subject: Int64?, relation: Int64?, object: Int64?, limit: Int) throws -> [LinkPrediction]? {
    try source().predictedLinks(subject: subject, relation: relation, object: object, limit: limit)
  }
  public func checkCancellation() throws { try writer.reader.checkCancellation() }
}
