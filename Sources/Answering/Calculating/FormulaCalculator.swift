internal import KnowledgeGraph

/// Computes formulas with values from the question, and from the evidence where the question leaves one open.
struct FormulaCalculator {
  let question: UnderstoodQuestion

  /// - Parameter trust: how well the sentence that states the formula fits; 1 for a formula of the graph.
  func compute(
    _ formula: Formula, sentences: [ScoredSentence], passages: [EvidencePassage], trust: Double = 1
  ) -> [Calculation] {
    let isNamed = named(formula)
    guard !question.kind.isAboutWords || question.quantities.count > 1, !formula.inputs.isEmpty, isNamed > 0.6 else {
      return []
    }
    let matcher = ValueMatcher(question.text)
    let names = formula.inputs.map(\.names)
    var values: [String: Quantity] = [:]
    var sources: [Calculation.Source] = formula.source.map { [$0] } ?? []
    var mismatch: (FormulaInput, QuantityMention)?
    var confidence = 0.9
    let found = matcher.assign(names) { mention, place in
      Self.fits(mention.quantity, formula.inputs[place]) || !mention.quantity.unit.dimension.isNone
    }
    for (place, value) in found {
      let input = formula.inputs[place]
      guard let number = Self.number(value.mention.quantity, for: input) else {
        if value.fit > 0.4 { mismatch = (input, value.mention) }
        continue
      }
      values[input.symbol] = Quantity(number, value.mention.quantity.unit)
      confidence = min(confidence, 0.55 + 0.4 * value.fit)
    }
    for input in formula.inputs where values[input.symbol] == nil && mismatch == nil {
      guard let value = evidence(for: input, of: formula, sentences: sentences, passages: passages) else { continue }
      values[input.symbol] = value.quantity
      sources.append(value.source)
      // A value that the asker gave and this formula left unused speaks against filling in another.
      confidence = min(confidence, found.count < question.quantities.count ? 0.4 : value.fit)
    }
    if let mismatch, values.count == formula.inputs.count - 1 { return [explain(mismatch, formula, sources)] }
    guard values.count == formula.inputs.count, !question.quantities.isEmpty || isNamed > 0.9 else { return [] }
    let derivation = Self.derivation(formula, values)
    let result: Double
    do {
      result = try formula.expression.value(values.mapValues(\.value))
    } catch {
      return [
        Calculation(
          kind: .formula, statement: "The \(formula.result) cannot be computed from \(derivation): \(error).",
          derivation: derivation, result: "", triples: formula.triples, sources: sources, confidence: 0.6 * confidence / 0.9)
      ]
    }
    let text: String
    do {
      text = try Self.text(result, formula, values)
    } catch {
      return [
        Calculation(
          kind: .formula,
          statement: "The \(formula.result) cannot be computed: \(error.left.text) and \(error.right.text) measure different things.",
          derivation: derivation, result: "", triples: formula.triples, sources: sources, confidence: 0.6 * confidence / 0.9)
      ]
    }
    return [
      Calculation(
        kind: .formula, statement: "The \(formula.result) is \(text): \(derivation) = \(text).",
        derivation: "\(derivation) = \(text)", result: text, triples: formula.triples, sources: sources,
        confidence: confidence * (0.7 + 0.3 * trust))
    ]
  }

  /// How much of the best of a formula's names the question says.
  private func named(_ formula: Formula) -> Double {
    let asked = Word.words(in: question.text).map(\.stem)
    return formula.names.map { name in
      let parts = Word.words(in: name).filter { !$0.isStopWord }.map(\.stem)
      guard !parts.isEmpty else { return 0 }
      return Double(parts.count { part in asked.contains { Lexicon.agree($0, part) } }) / Double(parts.count)
    }.max() ?? 0
  }

  private static func fits(_ quantity: Quantity, _ input: FormulaInput) -> Bool { number(quantity, for: input) != nil }

  /// The number that the expression expects; `nil` where the units measure different things.
  static func number(_ quantity: Quantity, for input: FormulaInput) -> Double? {
    guard let unit = input.unit, !unit.dimension.isNone else {
      if quantity.unit.dimension.isNone { return quantity.value }
      // A share as a plain ratio: 5 % is 0.05. Counted things and money are numbers where nothing is declared.
      if quantity.unit.dimension == Unit.percent.dimension { return quantity.base }
      return input.unit == nil || quantity.unit.dimension.isCounted ? quantity.value : nil
    }
    if quantity.unit.dimension.isNone { return quantity.value }
    if let converted = quantity.converted(to: unit) { return converted.value }
    if let converted = Analyte.named(in: input.names)?.convert(quantity, to: unit) { return converted.value }
    // "2.50 euros per share" is money, of one share.
    let uncounted = Dimension(quantity.unit.dimension.powers.filter { base, power in
      if case .counted = base { return power > 0 }
      return true
    })
    return uncounted.matches(unit.dimension) && unit.dimension.currency != nil ? quantity.value : nil
  }

  /// The result as it is said: in the formula's unit, else in the one that the values' units make.
  private static func text(
    _ result: Double, _ formula: Formula, _ values: [String: Quantity]
  ) throws(UnitAlgebra.Mismatch) -> String {
    guard formula.source != nil, formula.unit == nil else { return text(result, formula.unit, given: Array(values.values)) }
    guard UnitAlgebra.applies(to: formula.expression) else {
      // A share of money is money; other constants belong to units that are not told.
      let units = Set(values.values.map(\.unit))
      return units.count == 1 && formula.inputs.count == 1 ? Quantity(result, units.first ?? .one).text : NumberFormat.text(result)
    }
    do {
      let quantity = try UnitAlgebra(values: values).value(formula.expression)
      guard quantity.unit.dimension.isNone, abs(quantity.value) <= 1, formula.expression.operation == .divide else { return quantity.text }
      return "\(quantity.text) (\(NumberFormat.text((quantity.value * 1e6).rounded() / 1e4)) %)"
    } catch let error as UnitAlgebra.Mismatch {
      throw error
    } catch {
      return NumberFormat.text(result)
    }
  }

  static func text(_ result: Double, _ unit: Unit?, given: [Quantity]) -> String {
    guard let unit, !unit.dimension.isNone else { return NumberFormat.text(result) }
    if unit.dimension.currency == "", let money = given.first(where: { $0.unit.dimension.currency != nil }) {
      return Quantity(result, money.unit).text
    }
    return Quantity(result, unit).text
  }

  /// "price 50 / earnings per share 2.5".
  static func derivation(_ formula: Formula, _ values: [String: Quantity]) -> String {
    formula.expression.worded { symbol in
      let input = formula.inputs.first { $0.symbol == symbol }
      let name = input?.names.first ?? symbol
      let number = values[symbol].map { NumberFormat.text($0.value) } ?? "?"
      return "\(name) \(number)"
    }
  }

  private func explain(
    _ mismatch: (FormulaInput, QuantityMention), _ formula: Formula, _ sources: [Calculation.Source]
  ) -> Calculation {
    let (input, mention) = mismatch
    let wanted = input.unit?.symbol ?? "a plain number"
    return Calculation(
      kind: .formula,
      statement: "The \(formula.result) cannot be computed: \(input.names[0]) is needed in \(wanted), and \(mention.text) measures something else.",
      derivation: "\(mention.text) is not in \(wanted)", result: "", triples: formula.triples, sources: sources,
      confidence: 0.6)
  }

  /// A value for an input from the sentences that speak of what the question names.
  private func evidence(
    for input: FormulaInput, of formula: Formula, sentences: [ScoredSentence], passages: [EvidencePassage]
  ) -> (quantity: Quantity, source: Calculation.Source, fit: Double)? {
    let own = Set((formula.names + formula.inputs.flatMap(\.names)).flatMap { Word.words(in: $0) }.map(\.stem))
    let names = question.terms.filter { ($0.isName || $0.isNumber) && !$0.isGiven && !own.contains($0.stem) }
    // Without a name the evidence's values may be anybody's.
    guard names.contains(where: \.isName) else { return nil }
    for entry in sentences.prefix(12) {
      guard case .passage(let place) = entry.origin else { continue }
      guard !entry.missing.contains(where: { term in names.contains(term) }) else { continue }
      let matcher = ValueMatcher(entry.sentence.text)
      let limits = ThresholdReader.thresholds(in: entry.sentence.text)
      // "More than 8 entries" is a limit, not how many there are.
      let stated = matcher.values.filter { value in !limits.contains { $0.start <= value.start && value.end <= $0.end } }
      let best = stated.map { ($0, matcher.fit(of: $0, names: input.names)) }.max { $0.1 < $1.1 }
      guard let (mention, fit) = best, fit > 0.5, let number = Self.number(mention.quantity, for: input) else { continue }
      return (
        Quantity(number, mention.quantity.unit),
        Calculation.Source(
          passage: passages[place].passage, start: entry.sentence.start, end: entry.sentence.end), 0.4 + 0.4 * fit
      )
    }
    return nil
  }

  /// Formulas that sentences of the evidence state, with the score of their sentence.
  func stated(in sentences: [ScoredSentence], passages: [EvidencePassage]) -> [(Formula, Double)] {
    guard !question.quantities.isEmpty || question.kind.needsNumber else { return [] }
    return sentences.prefix(24).flatMap { entry -> [(Formula, Double)] in
      guard case .passage(let place) = entry.origin, entry.sentence.kind != .tableRow else { return [] }
      let source = Calculation.Source(
        passage: passages[place].passage, start: entry.sentence.start, end: entry.sentence.end)
      return FormulaReader.formulas(in: entry.sentence.text, source: source).map { ($0, entry.score) }
    }
  }
}

extension QuestionKind {
  /// Kinds that are answered with words whatever numbers stand beside.
  var isAboutWords: Bool { self == .definition || self == .why || self == .place || self == .list }
}

extension Dimension {
  /// Things counted: "5 users", "3 shares".
  var isCounted: Bool {
    powers.keys.allSatisfy { base in
      if case .counted = base { return true }
      return false
    }
  }
}
