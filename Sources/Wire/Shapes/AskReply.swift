/// What `/v1/ask` answers with, whole or as the `done` event of a stream.
public struct AskReply: Codable, Sendable, Equatable {
  public enum Outcome: String, Codable, Sendable { case answered, abstained }

  public var id: String
  /// Only sentences whose citations were verified.
  public var answer: String
  public var outcome: Outcome
  /// From 0 to 1.
  public var confidence: Double
  public var domain: String?
  public var citations: [CitationShape]
  public var facts: [FactShape]
  /// Links that nothing states and the graph's embedding holds likely; only beside an abstention, and never part of the answer.
  public var predicted: [PredictedFactShape]?
  /// The transcript of the sound that came with the question.
  public var heard: String?
  /// The text read from the pictures that came with the question.
  public var seen: String?
  public var usage: UsageShape
  public var timingsMs: TimingsShape

  enum CodingKeys: String, CodingKey {
    case id, answer, outcome, confidence, domain, citations, facts, predicted, heard, seen, usage
    case timingsMs = "timings_ms"
  }

  public init(
    id: String, answer: String, outcome: Outcome, confidence: Double, domain: String?, citations: [CitationShape],
    facts: [FactShape], usage: UsageShape, timingsMs: TimingsShape
  ) {
    self.id = id
    self.answer = answer
    self.outcome = outcome
    self.confidence = confidence
    self.domain = domain
    self.citations = citations
    self.facts = facts
    self.usage = usage
    self.timingsMs = timingsMs
  }
}

/// A link that nothing states, with its calibrated probability.
public struct PredictedFactShape: Codable, Sendable, Equatable {
  public var subject: String
  public var predicate: String
  public var object: String
  public var probability: Double

  public init(subject: String, predicate: String, object: String, probability: Double) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.probability = probability
  }
}
