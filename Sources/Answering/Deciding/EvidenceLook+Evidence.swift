internal import Fusion

extension EvidenceLook {
  /// What the evidence shows once it was weighed and decided about.
  ///
  /// - Parameter decision: by the rules; its confidence is among the numbers.
  init(_ question: UnderstoodQuestion, _ evidence: Evidence, _ sentences: [ScoredSentence], _ decision: Decision) {
    let total = max(1e-9, question.terms.reduce(0.0) { $0 + ($1.isGiven ? 0 : $1.weight) })
    func share(_ terms: [QuestionTerm]) -> Double { terms.reduce(0) { $0 + $1.weight } / total }
    func flag(_ isSo: Bool) -> Double { isSo ? 1 : 0 }
    let reading = question.reading, lead = decision.chosen.first ?? sentences.first
    // Strange words that no linked thing's mention has: conditions, or things that the graph has not got.
    let mentioned = Set(question.entities.flatMap { Word.words(in: $0.mention).map(\.folded) })
    func isStrange(_ term: QuestionTerm) -> Bool { reading?.strangeWords.contains(term.folded) == true }
    func isBeside(_ term: QuestionTerm) -> Bool { isStrange(term) && !mentioned.contains(term.folded) }
    // The named things that the best answer says nothing of.
    let leadText = TermMatcher((lead?.sentence.context ?? "") + " " + (lead?.sentence.text ?? ""))
    let subjects = question.subjects
    let unsaid = subjects.filter { thing in !thing.names.contains { leadText.says(Word.words(in: $0).map(\.folded).joined(separator: " ")) } }
    let missing = (lead?.missing ?? []).filter { !$0.isGiven }
    let asked = Dictionary(evidence.facts.map { ($0.triple, $0.asked) }) { first, _ in first }
    func likely(_ entry: ScoredSentence?) -> Double {
      guard case .facts(let triples)? = entry?.origin else { return 0 }
      return triples.compactMap { asked[$0] }.max() ?? 0
    }
    let definitions = Set(evidence.facts.filter(\.isDefinition).map(\.triple))
    func isDefinition(_ entry: ScoredSentence?) -> Bool {
      guard case .facts(let triples)? = entry?.origin else { return false }
      return !definitions.isDisjoint(with: triples)
    }
    let numbers: [Double] = [
      decision.strength, flag(decision.outcome == .answered), flag(decision.isExact), flag(decision.isBridged), evidence.calculations.first?.confidence ?? 0,
      reading?.asksNone ?? 0, reading?.relations.first?.probability ?? 0, evidence.facts.map(\.asked).max() ?? 0,
      flag(subjects.isEmpty), Double(subjects.count) / 3, Double(unsaid.count) / 3, share(question.terms.filter(isStrange)), share(question.terms.filter(isBeside)),
      Double(min(question.terms.count, 10)) / 10, flag(question.terms.contains { $0.isName }), flag(question.kind.needsNumber),
      flag(question.kind == .definition), flag(question.kind == .list), flag(question.kind == .yesNo), flag(lead?.isFact == true), share(missing),
      share(missing.filter(isBeside)), share(missing.filter { mentioned.contains($0.folded) }), flag(missing.contains { $0.isName }),
      likely(lead), flag(isDefinition(lead)), lead?.coverage ?? 0, lead?.own ?? 0, lead?.near ?? 0, lead?.similarity ?? 0, flag(lead?.hasAnswerType == true),
    ]
    let best = evidence.passages.first?.score ?? 1
    self.init(
      question: numbers.map(Float.init),
      sentences: sentences.prefix(Self.most).map { entry in
        let row: [Double] = [
          entry.score, entry.coverage, entry.own, entry.near, entry.similarity ?? 0, flag(entry.hasAnswerType), flag(entry.isFact), likely(entry),
          share(entry.missing), share(entry.missing.filter(isBeside)), flag(entry.missing.contains { $0.isName }), flag(entry.missing.contains { $0.isNumber }),
          1 / Double(1 + entry.rank),
        ]
        return row.map(Float.init)
      },
      passages: evidence.passages.prefix(Self.most).map { passage in
        let row = [passage.score / max(best, 1e-12), passage.similarity ?? 0, flag(passage.words != nil), flag(passage.graph != nil)]
        return row.map(Float.init)
      })
  }
}

extension Decision {
  /// How surely the best sentence answers, whether that was enough or not.
  var strength: Double { outcome == .answered ? confidence : 1 - confidence }
}

extension Fact {
  fileprivate var isDefinition: Bool { predicate == "is defined as" }
}
