internal import KnowledgeGraph

/// A sentence that is to be said, with what it stands on.
struct SaidSentence: Sendable {
  /// What a sentence stands on: bytes of passages and triples.
  struct Grounds: Sendable {
    var spans: [Calculation.Source] = []
    var triples: [TripleID] = []
  }

  let text: String
  let grounds: Grounds
}

extension SaidSentence {
  init(_ scored: ScoredSentence, passages: [EvidencePassage]) {
    var text = scored.sentence.text
    switch scored.origin {
    case .passage(let place):
      if scored.sentence.kind == .code {
        text = scored.sentence.quote
      } else if scored.sentence.kind == .tableRow || scored.sentence.kind == .listItem,
        let last = text.last, last.isLetter || last.isNumber || last == ")" || last == "%"
      {
        text += "."
      }
      self.init(
        text: text,
        grounds: Grounds(spans: [
          Calculation.Source(
            passage: passages[place].passage, start: scored.sentence.start, end: scored.sentence.end)
        ]))
    case .facts(let triples):
      self.init(text: text, grounds: Grounds(triples: triples))
    }
  }

  init(_ calculation: Calculation) {
    self.init(
      text: calculation.statement, grounds: Grounds(spans: calculation.sources, triples: calculation.triples))
  }
}
