internal import Fusion
internal import KnowledgeGraph
internal import RDF

/// Answers with what the graph states of the relation that was asked for, all of it at once.
struct AskedFacts {
  /// The probability of the relation from which its facts answer.
  static let least = 0.6
  /// The most things that one sentence lists.
  static let most = 12

  let question: UnderstoodQuestion

  /// `nil` where no relation is surely asked, or where the question says more than the thing and the relation: a condition, a second thing, a value.
  func decision(_ facts: [Fact]) -> Decision? {
    guard [.list, .other, .who, .how, .place].contains(question.kind), question.quantities.isEmpty,
      let best = facts.max(by: { $0.asked < $1.asked }), best.asked >= Self.least, isExplained(by: best), !repeats(best)
    else { return nil }
    let told = facts.filter { $0.predicate == best.predicate && $0.asked == best.asked }
    let ofSubject = told.filter { $0.subject == best.subject }
    let confidence = 0.4 + 0.55 * best.asked
    let isOutward = ofSubject.count > 1 || told.count == 1
    let sentences = isOutward ? [Self.sentence(ofSubject, confidence)] : told.prefix(8).map { Self.sentence([$0], confidence) }
    return Decision(outcome: .answered, confidence: confidence, chosen: sentences, isExact: true)
  }

  /// Whether both things that the fact joins stand in the question: "From which HbA1c is diabetes diagnosed?" asks for something else.
  private func repeats(_ fact: Fact) -> Bool {
    let labels = question.entities.map(\.label)
    return labels.contains(fact.subject) && labels.contains(fact.object)
  }

  /// Whether the fact's own thing and the relation's wordings account for every word of the question.
  private func isExplained(by fact: Fact) -> Bool {
    guard let reading = question.reading else { return false }
    let named = question.entities.filter { $0.label == fact.subject || $0.label == fact.object }
    guard !named.isEmpty else { return false }
    let mentions = Set(named.flatMap { Word.words(in: $0.mention) }.map(\.stem))
    return question.terms.allSatisfy { term in
      mentions.contains(term.stem) || !term.isName && !term.isNumber && !reading.strangeWords.contains(term.folded)
        && !isOfAnother(term, than: named)
    }
  }

  private func isOfAnother(_ term: QuestionTerm, than named: [LinkedEntity]) -> Bool {
    question.entities.contains { entity in
      // The vocabulary's own words ("drug", "treats") are linked as well.
      !named.contains { $0.id == entity.id } && !entity.iri.hasPrefix(Vocabulary.KG.namespace) && Word.words(in: entity.mention).contains { $0.stem == term.stem }
    }
  }

  /// "Hypertension is treated by ACE inhibitor, calcium channel blocker and thiazide diuretic."
  private static func sentence(_ facts: [Fact], _ confidence: Double) -> ScoredSentence {
    let said = facts.prefix(most)
    let objects = said.map(\.object)
    let more = facts.count > said.count ? " and \(facts.count - said.count) more" : ""
    let listed = objects.count > 1 && more.isEmpty ? objects.dropLast().joined(separator: ", ") + " and " + objects[objects.count - 1] : objects.joined(separator: ", ")
    let text = FactWording.sentence(said[0], object: listed + more)
    return ScoredSentence(
      origin: .facts(said.map(\.triple)), sentence: Sentence(kind: .prose, start: 0, end: 0, quote: text, text: text, context: ""), score: confidence,
      coverage: 1, own: 1, near: 1, similarity: nil, missing: [], hasAnswerType: true, rank: 0)
  }
}
