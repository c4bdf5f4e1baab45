internal import Generation
internal import KnowledgeGraph

/// Says one answer, sentence by sentence: each with its citation, none before it was verified.
struct Speaker {
  let asked: Question
  let prepared: Preparation
  let answerer: Answerer
  let yield: @Sendable (AnswerEvent) -> Void

  private(set) var said = ""
  private(set) var citer: Citer
  private(set) var confidence: Double
  var usage = Usage()

  /// A calculation below this confidence only stands beside the evidence.
  static let leadingConfidence = 0.55

  init(asked: Question, prepared: Preparation, answerer: Answerer, yield: @escaping @Sendable (AnswerEvent) -> Void) {
    self.asked = asked
    self.prepared = prepared
    self.answerer = answerer
    self.yield = yield
    citer = Citer(attached: asked.attached)
    confidence = prepared.decision.confidence
  }

  mutating func speak() async throws {
    if let calculation = leading {
      // What the program computed is said as it is; a decoder could only spoil it.
      confidence = max(calculation.confidence, prepared.decision.outcome == .answered ? confidence : 0)
      try await say(SaidSentence(calculation))
      for source in support(of: calculation) { try await say(source) }
      if let given = given(for: calculation) { try await say(given) }
      if calculation.sources.isEmpty, let document = documentSentence { try await say(document) }
      if !said.isEmpty { return }
    }
    guard prepared.decision.outcome == .answered else { return }
    let passages = prepared.evidence.passages
    var chosen = prepared.decision.chosen.map { SaidSentence($0, passages: passages) }
    if !asked.extractive, let generator = answerer.generator, prepared.question.kind != .yesNo, !prepared.decision.isExact {
      let wording = DecoderWording(prepared: prepared, asked: asked, chosen: chosen)
      if try await word(with: generator, wording) { return }
    }
    if chosen.allSatisfy({ $0.grounds.spans.isEmpty }), let document = documentSentence { chosen.append(document) }
    for (place, sentence) in chosen.enumerated() {
      let verdict = place == 0 && prepared.decision.chosen.first?.isMistake != true ? YesNo.answer(to: prepared.question, sentence: sentence.text) : ""
      try await say(verdict.isEmpty ? sentence : SaidSentence(text: "\(verdict): \(sentence.text)", grounds: sentence.grounds))
    }
  }

  /// The calculation that answers, if one does. A cell gives way to a sentence that says more of what was asked.
  private var leading: Calculation? {
    let decision = prepared.decision
    return prepared.evidence.calculations.first { calculation in
      guard calculation.confidence >= Self.leadingConfidence else { return false }
      guard calculation.kind == .lookup, decision.outcome == .answered, let lead = decision.chosen.first else { return true }
      // A cell of a table about the thing says less than what the graph states of the very relation.
      if lead.isFact { return !decision.isExact }
      return lead.sentence.kind == .tableRow || calculation.confidence >= decision.confidence
    }
  }

  /// The best sentence of a document, for an answer that the graph alone would give.
  private var documentSentence: SaidSentence? {
    let best = prepared.sentences.first { entry in
      if case .passage = entry.origin { return entry.sentence.kind != .code }
      return false
    }
    guard let best, best.coverage >= 0.5, best.score >= Decider.leastScore else { return nil }
    return SaidSentence(best, passages: prepared.evidence.passages)
  }

  /// Runs the decoder and says what passes; true when that alone answers.
  private mutating func word(with generator: TextGenerator, _ wording: DecoderWording) async throws -> Bool {
    var cutter = StreamCutter()
    var accepted: [SaidSentence] = []
    var isCut = false
    do {
      for try await event in generator.generate(wording.request) {
        switch event {
        case .text(let piece):
          for sentence in cutter.take(piece) { accept(sentence, wording, &accepted) }
        case .finished(let reason, let promptTokens, let completionTokens):
          isCut = reason != .stop
          usage = Usage(promptTokens: promptTokens, completionTokens: completionTokens)
        }
        if accepted.count >= wording.mostSentences { break }
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch is GenerationError {
      // A prompt that does not fit or a busy engine: the evidence's own sentences answer.
      return false
    }
    for sentence in cutter.finish(isCut: isCut) { accept(sentence, wording, &accepted) }
    try Task.checkCancellation()
    guard wording.isSufficient(accepted.map(\.text)) else { return false }
    for sentence in accepted.prefix(wording.mostSentences) { try await say(sentence) }
    return !said.isEmpty
  }

  private func accept(_ sentence: String, _ wording: DecoderWording, _ accepted: inout [SaidSentence]) {
    guard let verified = wording.verified(sentence),
      !accepted.contains(where: { $0.text == verified.text })
    else { return }
    accepted.append(verified)
  }

  /// The evidence's own sentence behind a calculation, so that a reader sees what was computed with.
  private func support(of calculation: Calculation) -> [SaidSentence] {
    calculation.sources.compactMap { source in
      prepared.sentences.first { entry in
        guard case .passage(let place) = entry.origin else { return false }
        return prepared.evidence.passages[place].passage == source.passage && entry.sentence.start == source.start
          && !calculation.statement.contains(entry.sentence.text.dropLast())
          && entry.sentence.kind != .tableRow
      }.map { SaidSentence($0, passages: prepared.evidence.passages) }
    }
  }

  /// The attached line that gave a value which was computed with, where the asker's words did not.
  private func given(for calculation: Calculation) -> SaidSentence? {
    let asked = QuantityReader.quantities(in: asked.text), used = QuantityReader.quantities(in: calculation.statement)
    let values = prepared.question.quantities.filter { value in
      used.contains { $0.quantity.equals(value.quantity) } && !asked.contains { $0.quantity.equals(value.quantity) }
    }
    guard !values.isEmpty else { return nil }
    for entry in AttachedPassages(self.asked.attached).entries {
      for sentence in SentenceCutter.sentences(in: entry.text) {
        let found = QuantityReader.quantities(in: sentence.text)
        guard found.contains(where: { found in values.contains { $0.quantity.equals(found.quantity) } }) else { continue }
        return SaidSentence(
          text: sentence.text.last.map { ".!?".contains($0) } == true ? sentence.text : sentence.text + ".",
          grounds: SaidSentence.Grounds(spans: [Calculation.Source(passage: entry.id, start: sentence.start, end: sentence.end)]))
      }
    }
    return nil
  }

  /// Cites, checks the citations against the store, and only then lets the sentence out.
  private mutating func say(_ sentence: SaidSentence) async throws {
    let citer = self.citer
    let grounds = sentence.grounds
    // What is ready is said even when the deadline has just passed: reading a quote back takes a millisecond.
    var untimed = asked
    untimed.deadline = nil
    let checked = try await answerer.reading(untimed) { reader -> (Citer, [Citation])? in
      var citer = citer
      var citations: [Citation] = []
      for (place, span) in grounds.spans.enumerated() {
        guard
          let citation = try citer.cite(
            passage: span.passage, start: span.start, end: span.end, triples: place == 0 ? grounds.triples : [],
            store: reader)
        else { return nil }
        citations.append(citation)
      }
      if grounds.spans.isEmpty {
        guard let citation = try citer.cite(triples: grounds.triples, store: reader) else { return nil }
        citations.append(citation)
      }
      return (citer, citations)
    }
    guard let checked, !checked.1.isEmpty else { return }
    let known = Set(self.citer.citations.map(\.index))
    self.citer = checked.0
    for citation in checked.1 where !known.contains(citation.index) { yield(.citation(citation)) }
    var indices: [Int] = []
    for citation in checked.1 where !indices.contains(citation.index) { indices.append(citation.index) }
    let text = (said.isEmpty ? "" : " ") + sentence.text + " " + indices.map { "[\($0)]" }.joined()
    said += text
    yield(.token(text))
  }
}
