internal import KnowledgeGraph
internal import Perception

/// What is known once the evidence is in and before anything is said.
struct Preparation: Sendable {
  let question: UnderstoodQuestion
  let evidence: Evidence
  let sentences: [ScoredSentence]
  let decision: Decision
  let timings: Timings
}

extension Answerer {
  /// Understands, gathers, calculates and decides.
  ///
  /// - Parameter k: how many passages.
  func prepare(_ asked: Question, k: Int) async throws -> Preparation {
    asked.attached.isEmpty ? try await prepareAlone(asked, k: k) : try await prepareAttached(asked, k: k)
  }

  /// The same for the question's words as they stand.
  func prepareAlone(_ asked: Question, k: Int) async throws -> Preparation {
    let trimmed = asked.text.trimmingSpace
    guard trimmed.contains(where: { $0.isLetter || $0.isNumber }) else { throw AnsweringError.emptyQuestion }
    guard asked.text.utf8.count <= Question.longest else {
      throw AnsweringError.questionTooLong(bytes: asked.text.utf8.count, most: Question.longest)
    }
    let clock = ContinuousClock()
    let began = clock.now
    if let deadline = asked.deadline, deadline <= began { throw AnsweringError.deadline }
    let resolved = FollowUp.resolve(trimmed, history: asked.history)
    let (states, vector) = try encoder.statesAndVector(resolved)
    let labels = try await store.labelIndex()
    let graph = try await store.adjacency()
    let (question, found, rules) = try await reading(asked) { [ranker, pictures] reader in
      var (resolved, states, vector) = (resolved, states, vector)
      if let spelt = try self.spelt(resolved, states: states, labels: labels, store: reader) {
        resolved = spelt
        (states, vector) = try encoder.statesAndVector(spelt)
      }
      var question = try QuestionReader(labels: labels).read(asked, resolved: resolved, store: reader, vector: vector)
      question.reading = try self.read(question, states: states, store: reader)
      var evidence = Evidence(entities: question.entities)
      let gatherer = PassageGatherer(graph: graph, ranker: ranker)
      if let pictures, try reader.hasPictures {
        let found = try gatherer.gather(question, k: k, most: max(k, PictureOrder.read), store: reader)
        let (ordered, shown) = try pictures.ranked(found, question, states: states, store: reader)
        (evidence.passages, evidence.pictures) = (Array(ordered.prefix(k)), shown)
      } else {
        evidence.passages = try gatherer.gather(question, k: k, store: reader)
      }
      evidence.facts = try FactGatherer().gather(question, k: 24, store: reader)
      evidence.domain = try asked.domain ?? DomainGuess.guess(question, passages: evidence.passages, store: reader)
      return (question, evidence, try GraphRules.around(question, store: reader))
    }
    let retrieved = clock.now
    let attached = AttachedPassages(asked.attached)
    var evidence = found
    if asked.attachedAlone { (evidence.passages, evidence.facts, evidence.pictures) = ([], [], []) }
    let shown = PictureAnswer(question: question, pictures: evidence.pictures).decision(evidence.passages)
    evidence.passages = try attached.merged(into: evidence.passages, question: question) { try encoder.encode($0) }
    let sentences = try SentenceScorer(question: question).score(evidence.passages, facts: evidence.facts) { texts in
      try self.encoder.encode(texts)
    }
    try Task.checkCancellation()
    if shown == nil {
      evidence.calculations = Calculator(question: question, rules: rules).calculations(from: sentences, passages: evidence.passages)
    }
    var decision = shown ?? AskedFacts(question: question).decision(evidence.facts) ?? Decider(question: question).decide(sentences)
    let isComputed = (evidence.calculations.first?.confidence ?? 0) >= Speaker.leadingConfidence
    // One hop is not enough where nothing answers, or where what answers best leaves out what was asked of it.
    let leavesOpen = decision.chosen.first?.missing.contains { !$0.isGiven && !$0.isName && $0.weight > 0.1 } ?? true
    if decision.outcome == .abstained || leavesOpen, !isComputed, shown == nil,
      let bridged = try await bridge(asked, question, sentences, attached, &evidence)
    {
      decision = bridged
    }
    if decision.outcome == .abstained, !isComputed { evidence.foretold = await foretold(question) }
    let timings = Timings(
      retrieve: Self.milliseconds(retrieved - began), fuse: Self.milliseconds(clock.now - retrieved))
    return Preparation(
      question: question, evidence: evidence, sentences: sentences, decision: decision, timings: timings)
  }

  /// Tries to answer in two hops; the passages of the second are added to the evidence.
  private func bridge(
    _ asked: Question, _ question: UnderstoodQuestion, _ sentences: [ScoredSentence], _ attached: AttachedPassages, _ evidence: inout Evidence
  ) async throws -> Decision? {
    let bridge = Bridge(question: question)
    guard bridge.isAsked else { return nil }
    let graph = try await store.adjacency()
    for hop in bridge.hops(sentences) {
      let second = bridge.second(hop, vector: try encoder.encode([bridge.wording(hop)])[0])
      let stored = try await reading(asked) { try PassageGatherer(graph: graph).gather(second, k: 6, store: $0) }
      let found = try attached.merged(into: stored, question: second) { try encoder.encode($0) }
      let scored = try SentenceScorer(question: second).score(found, facts: []) { try self.encoder.encode($0) }
      let fitting = scored.filter { bridge.holds($0, hop, found) }
      let decision = Decider(question: second).decide(fitting)
      guard decision.outcome == .answered, decision.confidence >= 0.55, let lead = decision.chosen.first,
        case .passage(let place) = lead.origin
      else { continue }
      // The second hop's passage joins the evidence, so that its sentence can be cited.
      let moved = evidence.passages.count
      evidence.passages.append(found[place])
      return Decision(
        outcome: .answered, confidence: 0.9 * decision.confidence, chosen: [hop.first, lead.moved(to: .passage(moved))],
        isBridged: true)
    }
    return nil
  }

  /// A read of the store under the question's deadline.
  func reading<R: Sendable>(_ asked: Question, _ body: @Sendable (StoreReader) throws -> R) async throws -> R {
    do {
      return try await store.read(deadline: asked.deadline, body)
    } catch let error as StoreError where error.code == .deadline {
      throw AnsweringError.deadline
    } catch let error as StoreError where error.code == .cancelled {
      throw CancellationError()
    }
  }

  static func milliseconds(_ duration: Duration) -> Int {
    Int(duration.components.seconds) * 1000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
  }
}
