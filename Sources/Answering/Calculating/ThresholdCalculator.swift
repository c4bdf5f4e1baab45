internal import KnowledgeGraph

/// Compares the question's values with limits of the graph and of the evidence.
struct ThresholdCalculator {
  let question: UnderstoodQuestion

  /// Thresholds of the graph: the tightest that holds, else the one that is told what holds otherwise.
  func compare(_ thresholds: [GraphThreshold]) -> [Calculation] {
    guard !question.quantities.isEmpty, !question.kind.isAboutWords, question.kind != .comparison else { return [] }
    let matcher = ValueMatcher(question.text)
    let analyte = Analyte.named(in: [question.text])
    var holding: [(Calculation, Threshold)] = []
    var failing: [Calculation] = []
    for rule in thresholds {
      let named = question.entities.contains { $0.label == rule.concept } || says(rule.concept)
      guard named else { continue }
      let candidates = matcher.values.filter { mention in
        rule.threshold.compare(mention.quantity) != .mismatch || matcher.fit(of: mention, names: rule.quantityNames) > 0.4
      }
      let best = candidates.map { ($0, fit($0, matcher, rule)) }.max { $0.1 < $1.1 }
      guard let (given, fit) = best, fit > 0.3 else { continue }
      var mention = given
      if rule.threshold.compare(mention.quantity) == .mismatch,
        let converted = mention.converted(by: analyte, to: rule.threshold.value.unit)
      {
        mention = converted
      }
      let name = "\(rule.quantityNames.first ?? "The value") \(mention.text)"
      switch rule.threshold.compare(mention.quantity) {
      case .mismatch:
        failing.append(
          Calculation(
            kind: .threshold,
            statement: "\(name) cannot be compared with \(rule.threshold.value.text): the units measure different things.",
            derivation: "\(mention.text) and \(rule.threshold.value.text) have different dimensions", result: "",
            triples: rule.triples, sources: [], confidence: 0.5 * fit))
      case .holds:
        holding.append((made(rule, name, holds: true, conclusion: rule.conclusion, fit: fit), rule.threshold))
      case .fails:
        if let otherwise = rule.otherwise {
          failing.append(made(rule, name, holds: false, conclusion: otherwise, fit: 0.9 * fit))
        } else {
          failing.append(
            made(rule, name, holds: false, conclusion: "this limit of \(rule.concept) does not apply", fit: 0.6 * fit))
        }
      }
    }
    // The tightest limit is the most specific.
    holding.sort { Self.isTighter($0.1, $1.1) }
    return holding.prefix(2).enumerated().map { index, entry in
      index == 0 ? entry.0 : entry.0.weakened(by: 0.9)
    } + failing.prefix(2)
  }

  private func says(_ phrase: String) -> Bool {
    let asked = Set(Word.words(in: question.text).map(\.stem))
    let parts = Word.words(in: phrase).filter { !$0.isStopWord }
    return !parts.isEmpty && parts.allSatisfy { asked.contains($0.stem) }
  }

  private func fit(_ mention: QuantityMention, _ matcher: ValueMatcher, _ rule: GraphThreshold) -> Double {
    let byName = matcher.fit(of: mention, names: rule.quantityNames)
    let unit = rule.threshold.value.unit.dimension
    let byUnit = !unit.isNone && mention.quantity.unit.dimension.matches(unit) ? 0.6 : 0
    return min(1, max(byName, byUnit) + (byName > 0.3 && byUnit > 0 ? 0.3 : 0))
  }

  private func made(_ rule: GraphThreshold, _ name: String, holds: Bool, conclusion: String, fit: Double) -> Calculation {
    let comparison = rule.threshold.sentence(of: name, holds: holds)
    let verdict = YesNo.answer(to: question, conclusion: conclusion)
    let prefix = verdict.isEmpty ? "" : verdict + ". "
    return Calculation(
      kind: .threshold, statement: "\(prefix)\(conclusion): \(comparison).", derivation: comparison, result: verdict.lowercased(),
      triples: rule.triples, sources: [], confidence: 0.5 + 0.4 * fit)
  }

  static func isTighter(_ a: Threshold, _ b: Threshold) -> Bool {
    guard a.value.unit.dimension.matches(b.value.unit.dimension) else { return false }
    switch (a.comparison, b.comparison) {
    case (.below, .below), (.atMost, .atMost), (.below, .atMost), (.atMost, .below): return a.value.base < b.value.base
    case (.above, .above), (.atLeast, .atLeast), (.above, .atLeast), (.atLeast, .above): return a.value.base > b.value.base
    case (.between, _): return true
    default: return false
    }
  }

  /// Limits that sentences state.
  func compare(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    guard !question.quantities.isEmpty, !question.kind.isAboutWords, question.kind != .comparison else { return [] }
    let matcher = ValueMatcher(question.text)
    var holding: [Calculation] = []
    var failing: [Calculation] = []
    for entry in sentences.prefix(16) {
      guard case .passage(let place) = entry.origin, entry.score >= 0.3 else { continue }
      let passage = passages[place]
      if entry.sentence.kind == .tableRow {
        let row = TableLimits(question: question).compare(entry, passage, matcher)
        holding += row.holding
        failing += row.failing
        continue
      }
      // Asked for something else than yes or no, a limit answers only where its sentence speaks of it.
      guard question.kind == .yesNo || entry.near >= 0.5 else { continue }
      for (limit, mention, fit) in limits(of: entry, passage, matcher) {
        let isHolding = limit.threshold.compare(mention.quantity) == .holds
        let rest = isHolding ? nil : otherwise(after: entry, sentences)
        let calculation = stated(limit, mention, entry, passage, holds: isHolding, fit: fit, otherwise: rest)
        if isHolding { holding.append(calculation) } else { failing.append(calculation.weakened(by: rest == nil ? 0.85 : 0.95)) }
      }
    }
    holding.sort { $0.confidence > $1.confidence }
    failing.sort { $0.confidence > $1.confidence }
    return Array(holding.prefix(2)) + failing.prefix(1)
  }

  /// The limits of a sentence with the question's values that they are about. Of limits in several clauses those count
  /// whose clause says most of the question.
  private func limits(
    of entry: ScoredSentence, _ passage: EvidencePassage, _ matcher: ValueMatcher
  ) -> [(ThresholdMention, QuantityMention, Double)] {
    let analyte = Analyte.named(in: [question.text, entry.sentence.text] + passage.heading.reversed())
    var found: [(limit: ThresholdMention, mention: QuantityMention, fit: Double, said: Double)] = []
    for limit in ThresholdReader.thresholds(in: entry.sentence.text) {
      // Asked about the limit itself, there is nothing to hold against it.
      guard !matcher.values.contains(where: { $0.quantity.equals(limit.threshold.value) }) || question.kind == .yesNo,
        let (mention, fit) = value(for: limit, entry, matcher, analyte)
      else { continue }
      let clause = TermMatcher(Clause.text(of: entry.sentence.text, around: limit.start..<limit.end))
      let said = question.terms.reduce(0.0) { $0 + ($1.isGiven ? 0 : $1.weight * clause.match($1)) }
      found.append((limit, mention, fit, said))
    }
    let most = found.map(\.said).max() ?? 0
    return found.filter { $0.said >= most - 0.05 }.map { ($0.limit, $0.mention, $0.fit) }
  }

  /// The sentence behind one with a limit that tells what holds on its other side.
  private func otherwise(after entry: ScoredSentence, _ sentences: [ScoredSentence]) -> ScoredSentence? {
    let next = sentences.filter { $0.origin == entry.origin && $0.sentence.start >= entry.sentence.end }
      .min { $0.sentence.start < $1.sentence.start }
    guard let next, next.sentence.kind == .prose else { return nil }
    let opening = Word.words(in: next.sentence.text).prefix(4).map(\.folded).joined(separator: " ")
    return Self.turns.contains { opening.hasPrefix($0) } ? next : nil
  }

  private static let turns = [
    "otherwise", "below that", "above that", "below this", "above this", "beyond that", "beyond this", "up to that",
    "up to this", "else", "if not", "in all other", "in other cases", "outside this", "outside that", "until then",
    "before that", "after that", "under that", "over that", "from then", "if it is not", "if it does not",
  ]

  /// The question's value that a limit is about: of the same dimension, and named alike where names are given.
  private func value(
    for limit: ThresholdMention, _ entry: ScoredSentence, _ matcher: ValueMatcher, _ analyte: Analyte?
  ) -> (QuantityMention, Double)? {
    let limitUnit = limit.threshold.value.unit.dimension
    var best: (QuantityMention, Double)?
    for given in matcher.values {
      let mention = given.converted(by: analyte, to: limit.threshold.value.unit) ?? given
      guard limit.threshold.compare(mention.quantity) != .mismatch else { continue }
      // The same number asked about is a question after the limit, not a value to compare.
      let unit = mention.quantity.unit.dimension
      let named = limit.subject.isEmpty ? 0 : matcher.fit(of: given, names: [limit.subject.suffix(3).joined(separator: " ")]
        + limit.subject.map { $0 })
      var fit = 0.0
      if mention.isWord, unit.isNone { continue }
      if !unit.isNone, unit.matches(limitUnit), Self.isPlausible(mention.quantity, limit.threshold.value) {
        // A unit alone ties a value to a limit only where yes or no is asked, or the unit is a rare one.
        let isTelling = question.kind == .yesNo || unit.powers.count > 1
        fit = isTelling ? 0.65 + 0.35 * named : named > 0.3 ? 0.5 + 0.5 * named : 0
      }
      if unit.isNone || limitUnit.isNone {
        let sameNoun = question.kind == .yesNo && !mention.noun.isEmpty && unit.isNone && limitUnit.isNone && Word.words(in: entry.sentence.text).contains { $0.stem == mention.noun }
        // A value without a unit is never held against a limit with one on the strength of a weak name.
        let isOneSided = unit.isNone != limitUnit.isNone || (question.kind != .yesNo && entry.own < 0.5)
        fit = max(fit, named > (isOneSided ? 0.5 : 0.3) ? 0.5 + 0.5 * named : sameNoun ? 0.6 : 0)
      }
      if fit > best?.1 ?? 0.3 { best = (mention, fit) }
    }
    return best
  }

  /// 5 g is not compared with 50 kg: a limit is within a factor of a thousand of what is held against it.
  private static func isPlausible(_ value: Quantity, _ limit: Quantity) -> Bool {
    guard value.base > 0, limit.base > 0 else { return true }
    return max(value.base / limit.base, limit.base / value.base) <= 1000
  }

  private func stated(
    _ limit: ThresholdMention, _ mention: QuantityMention, _ entry: ScoredSentence, _ passage: EvidencePassage, holds: Bool,
    fit: Double, otherwise: ScoredSentence?
  ) -> Calculation {
    let comparison = limit.threshold.sentence(of: mention.text, holds: holds)
    let verdict = YesNo.answer(
      to: question, limit: limit, sentence: entry.sentence.text, heading: passage.heading.joined(separator: " "), holds: holds)
    let prefix = verdict.isEmpty ? "" : verdict + ": "
    var quoted = entry.sentence.text
    while let last = quoted.last, ".;".contains(last) { quoted.removeLast() }
    let joined = "\(prefix)\(comparison) – \(quoted)."
    return Calculation(
      kind: .threshold, statement: joined, derivation: comparison, result: verdict.lowercased(), triples: [],
      sources: [
        Calculation.Source(passage: passage.passage, start: entry.sentence.start, end: entry.sentence.end)
      ]
        + (otherwise.map {
          [Calculation.Source(passage: passage.passage, start: $0.sentence.start, end: $0.sentence.end)]
        } ?? []), confidence: min(0.95, 0.25 + 0.35 * fit + 0.45 * entry.score))
  }
}

extension Calculation {
  func weakened(by factor: Double) -> Calculation {
    Calculation(
      kind: kind, statement: statement, derivation: derivation, result: result, triples: triples, sources: sources,
      confidence: confidence * factor)
  }
}
