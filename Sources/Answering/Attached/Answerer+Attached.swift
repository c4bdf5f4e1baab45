internal import KnowledgeGraph

extension Answerer {
  /// A line that is pointed at must be explained this surely, since it was the program that chose it.
  private static let leastOfALine = 0.6
  /// A text of more words is about something, and not a name with what belongs to it.
  private static let fewWords = 16

  /// Prepares a question that something came with, in the ways it may be meant.
  ///
  /// Its words may ask by themselves: then the attached texts are evidence beside the stored ones. Where they point at what came with it ("Is this
  /// drug safe …?"), its text is part of the question and the store alone is the evidence, since a text would always agree with itself; what the
  /// asker said in words must still be answered. Where they do nothing but point, each telling line is asked for in turn.
  func prepareAttached(_ asked: Question, k: Int) async throws -> Preparation {
    let pointing = Pointing(asked.text), texts = asked.attached.map(\.text)
    var plain: Preparation?
    if pointing.saysMore {
      if let cells = try await prepareTables(asked, pointing, k: k) { return cells }
      var asked = asked
      if let inside = pointing.inside {
        asked.text = inside
        asked.attachedAlone = true
      }
      let first = try await prepareAlone(asked, k: k)
      if first.isComputed || first.isAnswered && !pointing.points || !pointing.points { return first }
      plain = first
    }
    var alone = asked
    alone.attached = []
    alone.text = Pointing.extended(asked.text, texts)
    let whole = try await prepareAlone(alone, k: k)
    if whole.answers(pointing), plain?.isAnswered != true || whole.isComputed { return whole }
    if let plain { return plain }
    var best: Preparation?
    for line in Pointing.lines(texts) {
      alone.text = asked.text + "\n" + line
      let next = try await prepareAlone(alone, k: k)
      guard next.isAnswered, next.decision.confidence >= Self.leastOfALine else { continue }
      if next.decision.confidence > best?.decision.confidence ?? 0 { best = next }
    }
    if best == nil { best = try await prepareNames(asked, texts, k: k) }
    return best ?? whole
  }

  /// What the tables that came with the question answer by themselves, charts among them: who shows one asks about it first.
  private func prepareTables(_ asked: Question, _ pointing: Pointing, k: Int) async throws -> Preparation? {
    guard asked.attached.contains(where: { $0.text.contains(" | ") }) else { return nil }
    var alone = asked
    alone.text = pointing.inside ?? asked.text
    alone.attachedAlone = true
    let prepared = try await prepareAlone(alone, k: k)
    guard let first = prepared.evidence.calculations.first, first.confidence >= Speaker.leadingConfidence, first.kind != .threshold, first.triples.isEmpty,
      !first.sources.isEmpty, first.sources.allSatisfy({ $0.passage.rawValue < 0 })
    else { return nil }
    return prepared
  }

  /// What the graph's things are that a few words name, as on a box of tablets: the first of them that is told of.
  private func prepareNames(_ asked: Question, _ texts: [String], k: Int) async throws -> Preparation? {
    let text = texts.joined(separator: "\n"), bytes = Array(text.utf8)
    guard Word.words(in: text).count <= Self.fewWords else { return nil }
    var names: [String] = [], alone = asked
    alone.attached = []
    for match in try await store.labelIndex().matches(in: text) where names.count < 3 {
      let name = String(decoding: bytes[match.range], as: UTF8.self)
      guard name.utf8.count > 3, !names.contains(name) else { continue }
      names.append(name)
      alone.text = "What is \(name)?"
      let next = try await prepareAlone(alone, k: k)
      if next.isAnswered, next.decision.confidence >= Self.leastOfALine { return next }
    }
    return nil
  }
}

extension Preparation {
  var isAnswered: Bool { decision.outcome == .answered || isComputed }

  /// True where the program computed or compared what answers; a table's cell is no computation.
  var isComputed: Bool {
    guard let first = evidence.calculations.first else { return false }
    return first.confidence >= Speaker.leadingConfidence && first.kind != .lookup
  }

  /// True where it is answered and says every word that the asker said besides pointing.
  fileprivate func answers(_ pointing: Pointing) -> Bool {
    guard isAnswered else { return false }
    if isComputed, let first = evidence.calculations.first {
      let said = Set(Word.words(in: first.statement).map(\.stem))
      return pointing.own.isEmpty || pointing.own.contains { own in said.contains { Lexicon.agree($0, own) } }
    }
    guard let lead = decision.chosen.first else { return false }
    return pointing.own.isDisjoint(with: lead.missing.map(\.stem))
  }
}
