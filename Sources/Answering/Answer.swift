public import KnowledgeGraph

/// What a sentence of an answer stands on: bytes of a document, or triples of the graph, or both.
public struct Citation: Sendable, Hashable {
  /// The number in brackets behind the sentence, from 1.
  public let index: Int
  /// The document quoted; empty where the citation is of triples alone.
  public let document: DocumentID
  /// The document's name, or the graph's that the triples were imported from.
  public let name: String
  /// Byte range of the quote in the original document; 0 and 0 without one.
  public let start: Int
  public let end: Int
  public let quote: String
  public let triples: [TripleID]
  /// True once the store gave back exactly this quote at this range, and holds these triples.
  public let verified: Bool

  public init(
    index: Int, document: DocumentID, name: String, start: Int, end: Int, quote: String, triples: [TripleID],
    verified: Bool
  ) {
    self.index = index
    self.document = document
    self.name = name
    self.start = start
    self.end = end
    self.quote = quote
    self.triples = triples
    self.verified = verified
  }
}

/// Whether the evidence answered the question.
public enum Outcome: String, Sendable, Codable { case answered, abstained }

/// What the decoder read and said, in its own tokens.
public struct Usage: Sendable, Hashable {
  public var promptTokens: Int
  public var completionTokens: Int

  public init(promptTokens: Int = 0, completionTokens: Int = 0) {
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}

/// Milliseconds of wall time spent in each stage.
public struct Timings: Sendable, Hashable {
  public var perceive: Int
  public var retrieve: Int
  public var fuse: Int
  public var generate: Int

  public init(perceive: Int = 0, retrieve: Int = 0, fuse: Int = 0, generate: Int = 0) {
    self.perceive = perceive
    self.retrieve = retrieve
    self.fuse = fuse
    self.generate = generate
  }
}

/// A whole answer: only sentences whose citations were verified, or the words of an abstention.
public struct Answer: Sendable {
  /// A random name of this answer.
  public let id: String
  public let answer: String
  public let outcome: Outcome
  /// From 0 to 1: how sure the program is that the evidence answers the question.
  public let confidence: Double
  public let domain: Domain?
  public let citations: [Citation]
  public let facts: [Fact]
  /// Links that nothing states and that may answer; only beside an abstention.
  public let foretold: [ForetoldLink]
  public let usage: Usage
  public let timings: Timings

  public init(
    id: String, answer: String, outcome: Outcome, confidence: Double, domain: Domain?, citations: [Citation],
    facts: [Fact], foretold: [ForetoldLink] = [], usage: Usage, timings: Timings
  ) {
    self.id = id
    self.answer = answer
    self.outcome = outcome
    self.confidence = confidence
    self.domain = domain
    self.citations = citations
    self.facts = facts
    self.foretold = foretold
    self.usage = usage
    self.timings = timings
  }
}

/// What an answer says while it is made. `evidence` comes first and once, `done` last and once.
public enum AnswerEvent: Sendable {
  case evidence(Evidence)
  /// Verified text only: a whole sentence with its markers, or the space between two.
  case token(String)
  case citation(Citation)
  case done(Answer)
}
