internal import RDF

/// If all patterns and conditions hold, then so do the conclusions.
///
/// ```swift
/// try InferenceRule("class effects", if: "?drug kg:memberOfClass ?class . ?class kg:hasAdverseEffect ?effect",
///   then: "?drug kg:hasAdverseEffect ?effect")
/// ```
public struct InferenceRule: Sendable, Hashable {
  public let name: String
  public let patterns: [TriplePattern]
  public let conditions: [RuleCondition]
  public let conclusions: [TriplePattern]
  /// In 0…1: how surely the conclusion holds where the premises do.
  public let confidence: Double
  /// The rule's text: another text is another rule.
  public let wording: String

  public static let mostPatterns = 12

  /// - Parameters:
  ///   - premises: patterns in Turtle's writing with `?variables`, separated by full stops; the project's prefixes are known.
  ///   - conditions: comparisons (`?a in ?unit < 30 'mL/min'`, `?x != ?y`) and assignments (`?r := ?a / ?b`), separated by semicolons.
  ///   - conclusions: patterns; each of their variables must stand in a premise or be assigned.
  /// - Throws: ``RuleError/badRule(name:problem:)`` naming the place.
  public init(_ name: String, if premises: String, where conditions: String = "", then conclusions: String, confidence: Double = 1) throws(RuleError) {
    self.name = name
    self.confidence = confidence
    wording = "\(premises)\u{1F}\(conditions)\u{1F}\(conclusions)\u{1F}\(confidence)"
    do throws(RuleSyntaxError) {
      var parser = try RuleParser(premises, part: "kg:if")
      patterns = try parser.patterns()
      parser = try RuleParser(conditions, part: "kg:where")
      self.conditions = try parser.conditions()
      parser = try RuleParser(conclusions, part: "kg:then")
      self.conclusions = try parser.patterns()
    } catch {
      throw RuleError.badRule(name: name, problem: error.description)
    }
    guard (0...1).contains(confidence) else { throw RuleError.badRule(name: name, problem: "its confidence must be from 0 to 1, not \(confidence)") }
    guard patterns.count <= Self.mostPatterns, self.conclusions.count <= Self.mostPatterns else {
      throw RuleError.badRule(name: name, problem: "it has more than \(Self.mostPatterns) patterns; cut it into several rules")
    }
    try checkVariables()
  }

  /// Every variable has a value by the time it is needed.
  private func checkVariables() throws(RuleError) {
    var known = Set(patterns.flatMap(\.variables))
    var waiting = conditions
    while let place = waiting.firstIndex(where: { $0.needs.isSubset(of: known) }) {
      if case .assignment(let name, _) = waiting[place], !known.insert(name).inserted {
        throw RuleError.badRule(name: self.name, problem: "?\(name) has a value already and cannot be assigned another")
      }
      waiting.remove(at: place)
    }
    if let lost = waiting.first?.needs.subtracting(known).sorted().first {
      throw RuleError.badRule(name: name, problem: "?\(lost) is used in kg:where and has no value: no pattern of kg:if names it")
    }
    if let lost = conclusions.flatMap(\.variables).first(where: { !known.contains($0) }) {
      throw RuleError.badRule(name: name, problem: "?\(lost) is concluded and has no value: no pattern of kg:if names it")
    }
    for pattern in conclusions {
      if case .constant(.literal) = pattern.subject { throw RuleError.badRule(name: name, problem: "a literal cannot be the subject of a conclusion") }
    }
  }
}
