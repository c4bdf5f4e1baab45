import KnowledgeGraph
import RDF
import Rules
import Testing

@Suite struct RuleTests {
  private static func rule(_ premises: String, _ conditions: String = "", then conclusions: String) throws -> String {
    func quoted(_ text: String) -> String { "\"\"\"\(text)\"\"\"" }
    let middle = conditions.isEmpty ? "" : "kg:where \(quoted(conditions)) ;"
    return "x:r a kg:InferenceRule ; kg:if \(quoted(premises)) ; \(middle) kg:then \(quoted(conclusions)) ."
  }

  @Test func valuesAreComparedInTheirUnits() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule("?x <urn:x:amount> ?v ; <urn:x:unit> ?u", "?v in ?u > 1 'g'", then: "?x a <urn:x:Heavy>")
        + " x:a x:amount 1500 ; x:unit \"mg\" . x:b x:amount 900 ; x:unit \"mg\" . x:c x:amount 2 ; x:unit \"kg\" . x:d x:amount 1000 ; x:unit \"mg\" ."
        + " x:e x:amount 5 ; x:unit \"L\" . x:f x:amount 5 ; x:unit \"cubits\" . x:g x:amount \"many\" ; x:unit \"kg\" .")
    let report = try await store.infer()
    for (name, isHeavy) in [("a", true), ("b", false), ("c", true), ("d", false), ("e", false), ("f", false), ("g", false)] {
      #expect(try await store.has(name, "a", "Heavy") == isHeavy, "\(name)")
    }
    // Litres against grams, an unknown unit, and a word: said, not guessed.
    #expect(report.problems == [
      "<urn:x:r>: values of different or unknown units were not compared (2 times)", "<urn:x:r>: what should be a number is none (1 times)",
    ].map { $0.replacing("<urn:x:r>", with: report.byRule[0].rule) })
  }

  @Test func whatConclusionsContradictIsToldAndGoesWithThem() async throws {
    let store = try await RuleStore()
    try await store.add("x:born a owl:FunctionalProperty . x:a x:born 1900 . x:b x:born 1950 .")
    try await store.add("x:birthYear rdfs:subPropertyOf x:born . x:a x:birthYear 1901 . x:b x:birthYear 1950 .", as: "b.ttl")
    let report = try await store.infer()
    #expect(report.contradictions.count == 1)
    let one = try #require(report.contradictions.first)
    let values = try await store.store.read { reader in
      #expect(try reader.term(one.entity) == .iri("urn:x:a"))
      return try one.triples.compactMap { try reader.triple($0) }.map { "\($0.triple.object.literal?.lexical ?? "") \($0.inferred)" }
    }
    #expect(values.sorted() == ["1900 false", "1901 true"])
    try await store.remove("b.ttl")
    #expect(try await store.infer().contradictions == [])
  }

  @Test func numbersAreComputedAndKeptInTheUnitThatIsAskedFor() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule(
        "?x <urn:x:dose> ?d ; <urn:x:volume> ?v", "?c := ?d 'mg' / (?v 'L') as 'mg/L' ; ?c > 2", then: "?x <urn:x:concentration> ?c")
        + " x:a x:dose 500 ; x:volume 40 . x:b x:dose 10 ; x:volume 8 . x:c x:dose 1 ; x:volume 0 .")
    let report = try await store.infer()
    #expect(try await store.has("a", "concentration", "12.5"))
    #expect(report.concluded == 1)
    #expect(report.problems.count == 1 && report.problems[0].contains("division by zero"))
  }

  @Test func temperaturesHaveAnotherZero() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule("?x <urn:x:t> ?t", "?t in '°C' >= 300 'K'", then: "?x a <urn:x:Warm>") + " x:a x:t 26 . x:b x:t 27 .")
    try await store.infer()
    #expect(try await !store.has("a", "a", "Warm"))
    #expect(try await store.has("b", "a", "Warm"))
  }

  @Test func aConclusionTellsItsRuleAndItsPremises() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule("?x <urn:x:in> ?c . ?c <urn:x:does> ?e", then: "?x <urn:x:does> ?e").replacing("x:r a", with: "x:r kg:confidence 0.8 ; a")
        + " x:a x:in x:b . x:b x:does x:e .")
    try await store.infer()
    let triple = try #require(try await store.statement("a", "does", "e"))
    #expect(triple.inferred && triple.confidence == 0.8)
    let derivation = try #require(try await store.store.read { try $0.derivation(of: triple.id) })
    let premises = [try await store.statement("a", "in", "b")?.id, try await store.statement("b", "does", "e")?.id]
    #expect(derivation.premises.map(Optional.some) == premises)
    #expect(try await store.store.read { try $0.sources(of: triple.id) } == [.rule(name: derivation.rule)])
  }

  @Test(arguments: [
    ("?x a", "", "?x a <urn:x:C>", "kg:if, character 5: an object is expected, not the end"),
    ("?x a <urn:x:C>", "", "?y a <urn:x:C>", "?y is concluded and has no value"),
    ("?x a <urn:x:C>", "?z > 3", "?x a <urn:x:D>", "?z is used in kg:where and has no value"),
    ("?x a nothing:C", "", "?x a <urn:x:D>", "the prefix of nothing:C is not known"),
    ("?x <urn:x:v> ?v", "?v > 3 'furlongs'", "?x a <urn:x:D>", "the unit 'furlongs' is not known"),
    ("?x <urn:x:v> ?v", "?v > ", "?x a <urn:x:D>", "a number or a variable is expected, not the end"),
    ("?x <urn:x:v> ?v", "?v := 3", "?x a <urn:x:D>", "?v has a value already"),
    ("?x <urn:x:v> ?v", String(repeating: "(", count: 90) + "?v > 3", "?x a <urn:x:D>", "nested more than 32 deep"),
    ("?x \"v\" ?v", "", "?x a <urn:x:D>", "a predicate cannot be a literal"),
    ("?x <urn:x:v> ?v", "", "\"text\" a <urn:x:D>", "a literal cannot be the subject"),
    ("", "", "?x a <urn:x:D>", "there is no pattern"),
    (String(repeating: "?x <urn:x:v> ?v . ", count: 300), "", "?x a <urn:x:D>", "longer than 4,096 bytes"),
  ]) func aRuleThatIsNotUnderstoodIsNamedWithItsPlace(premises: String, conditions: String, conclusions: String, problem: String) async throws {
    let store = try await RuleStore()
    try await store.add(try Self.rule(premises, conditions, then: conclusions) + " x:C rdfs:subClassOf x:D . x:i a x:C .")
    let before = try await store.statements()
    let error = await #expect(throws: RuleError.self) { try await store.infer() }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    #expect(try await store.statements() == before, "nothing is concluded from the other rules either")
  }

  @Test func aRuleThatFeedsItselfEndsAndLeavesTheStoreAsItWas() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule("?x <urn:x:n> ?n", "?m := ?n + 1", then: "?x <urn:x:n> ?m") + " x:C rdfs:subClassOf x:D . x:i a x:C ; x:n 1 .")
    let before = try await store.statements()
    let error = await #expect(throws: RuleError.self) { try await store.infer(InferenceLimits(triples: 500)) }
    guard case .tooManyTriples(500, let rule)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(rule.contains("r"))
    #expect(try await store.statements() == before)
    #expect(try await store.store.verify() == [])
    // Without that rule all is well again, also for the numbers that were given out.
    try await store.remove("a.ttl")
    try await store.add("x:C rdfs:subClassOf x:D . x:i a x:C .", as: "b.ttl")
    #expect(try await store.infer().concluded == 1)
  }

  @Test func aProductOfEverythingWithEverythingEndsInTime() async throws {
    let store = try await RuleStore()
    try await store.add(
      try Self.rule("?a <urn:x:p> ?b . ?c <urn:x:p> ?d . ?e <urn:x:p> ?f . ?g <urn:x:p> ?h", "?a = ?b", then: "?a <urn:x:q> ?h")
        + (0..<300).map { " x:s\($0) x:p x:o\($0) ." }.joined() + " x:same x:p x:same .")
    let error = await #expect(throws: RuleError.self) { try await store.infer(InferenceLimits(seconds: 0.3)) }
    guard case .tooLong? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(try await store.statements(inferredOnly: true) == [])
  }

  @Test func literalsGetNoPropertiesAndBlankNodesAreNone() async throws {
    let store = try await RuleStore()
    try await store.add("x:p rdfs:range x:C ; a owl:SymmetricProperty ; rdfs:subPropertyOf [ a x:D ] . x:i x:p \"text\" .")
    #expect(try await store.infer().concluded == 0)
  }

  @Test func namedGraphsAreNotTakenForTrue() async throws {
    let store = try await RuleStore()
    try await store.store.write { writer in
      let text = RuleStore.prefixes + "x:C rdfs:subClassOf x:D . x:heard { x:i a x:C . }"
      _ = try writer.importGraph(Array(text.utf8), format: .trig, from: "heard.trig", domain: nil)
    }
    #expect(try await store.infer().concluded == 0)
  }

  @Test func sameAsIsReasonedWithOnlyWhenAskedFor() async throws {
    let store = try await RuleStore()
    try await store.add("x:a owl:sameAs x:b . x:a x:p x:c .")
    #expect(try await store.infer().concluded == 0)
    try await store.store.write { try $0.setInfersSameAs(true) }
    try await store.infer()
    #expect(try await store.has("b", "p", "c"))
    try await store.store.write { try $0.setInfersSameAs(false) }
    #expect(try await store.infer().withdrawn == 2)
    #expect(try await !store.has("b", "p", "c"))
  }
}
