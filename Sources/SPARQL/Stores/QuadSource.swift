public import RDF

/// A pattern of numbers of terms.
public struct QuadPattern: Hashable, Sendable {
  public enum Graph: Hashable, Sendable {
    case standard
    /// Every graph with a name.
    case named
    case one(Int64)
  }

  /// 0 stands for anything.
  public var subject, predicate, object: Int64
  public var graph: Graph

  public init(subject: Int64 = 0, predicate: Int64 = 0, object: Int64 = 0, graph: Graph = .standard) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graph = graph
  }
}

/// What a query is run on: quads of numbered terms. The store is one, ``MemoryDataset`` another; an endpoint elsewhere could be a third.
///
/// Numbers are positive and mean one term each for as long as the query runs. Used by one thread at a time.
public protocol QuadSource: AnyObject {
  /// The number of a term; nil when no quad has it.
  func number(of term: Term) throws -> Int64?

  /// The term of a number that this source gave.
  func term(_ number: Int64) throws -> Term

  /// Calls `body` with subject, predicate, object and graph (0 for the default graph) of every quad that fits, until it returns false.
  /// `body` may scan again.
  /// - Returns: whether `body` wanted to go on.
  func scan(_ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool

  /// About how many quads fit a pattern in which these positions are given; `predicate` is 0 when only its value is not known.
  func estimate(subject: Bool, predicate: Int64?, object: Bool) throws -> Double

  /// How many quads fit, counted no further than to the limit.
  func count(_ pattern: QuadPattern, atMost limit: Int) throws -> Int

  /// Numbers of the graphs that have a name.
  func graphs() throws -> [Int64]

  /// How many quads fit the pattern for each term in one of its open positions; false when the source has no quick way to tell, and `body`
  /// was not called then.
  func countGroups(_ pattern: QuadPattern, by position: QuadPosition, _ body: (Int64, Int) throws -> Bool) throws -> Bool

  /// What is named by or says these words, best first; nil when the source has no full text.
  func textMatches(_ text: String, limit: Int) throws -> [ScoredTerm]?

  /// What means nearly the same as the text, nearest first; nil when the source has no vectors.
  func similarTexts(_ text: String, limit: Int) throws -> [ScoredTerm]?

  /// Links that nobody states and that are likely, the likeliest first; nil when nothing was learnt. At least one end is given.
  func predictedLinks(subject: Int64?, relation: Int64?, object: Int64?, limit: Int) throws -> [LinkPrediction]?

  /// Throws when the query should end.
  func checkCancellation() throws
}

/// A place in a quad.
public enum QuadPosition: Sendable {
  case subject, predicate, object
}

extension QuadSource {
  public func countGroups(_ pattern: QuadPattern, by position: QuadPosition, _ body: (Int64, Int) throws -> Bool) throws -> Bool { false }
  public func textMatches(_ text: String, limit: Int) throws -> [ScoredTerm]? { nil }
  public func similarTexts(_ text: String, limit: Int) throws -> [ScoredTerm]? { nil }
  public func predictedLinks(subject: Int64?, relation: Int64?, object: Int64?, limit: Int) throws -> [LinkPrediction]? { nil }
  public func checkCancellation() throws {}
}
