import Answering
import KnowledgeGraph
import Wire

extension CitationShape {
  init(_ citation: Citation) {
    self.init(
      index: citation.index, document: citation.document, name: citation.name, start: citation.start,
      end: citation.end, quote: citation.quote, triples: citation.triples.map(\.rawValue), verified: citation.verified)
  }
}

extension FactShape {
  init(_ fact: Fact) {
    self.init(
      subject: fact.subject, predicate: fact.predicate, object: fact.object, triple: fact.triple.rawValue,
      inferred: fact.inferred, score: fact.score)
  }
}

extension SearchReply {
  init(_ evidence: Evidence) {
    let calculations = evidence.calculations.map { Calculation(text: $0.statement, derivation: $0.derivation) }
    self.init(
      passages: evidence.passages.map {
        Passage(document: $0.document, name: $0.name, start: $0.start, end: $0.end, score: $0.score, text: $0.text)
      },
      entities: evidence.entities.map { Entity(id: $0.id.rawValue, iri: $0.iri, label: $0.label) },
      facts: evidence.facts.map { FactShape($0) },
      calculations: calculations.isEmpty ? nil : calculations)
  }
}

extension AskReply {
  init(_ answer: Answer) {
    self.init(
      id: answer.id, answer: answer.answer, outcome: answer.outcome == .answered ? .answered : .abstained,
      confidence: answer.confidence, domain: answer.domain?.rawValue, citations: answer.citations.map { CitationShape($0) },
      facts: answer.facts.map { FactShape($0) },
      usage: UsageShape(
        promptTokens: answer.usage.promptTokens, completionTokens: answer.usage.completionTokens),
      timingsMs: TimingsShape(
        perceive: Double(answer.timings.perceive), retrieve: Double(answer.timings.retrieve),
        fuse: Double(answer.timings.fuse), generate: Double(answer.timings.generate)))
    guard !answer.foretold.isEmpty else { return }
    predicted = answer.foretold.map {
      PredictedFactShape(subject: $0.subject, predicate: $0.predicate, object: $0.object, probability: $0.probability)
    }
  }
}
