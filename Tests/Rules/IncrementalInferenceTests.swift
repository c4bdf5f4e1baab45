import KnowledgeGraph
import RDF
import Rules
import SeededNumbers
import Testing

@Suite struct IncrementalInferenceTests {
  /// One random file of schema, facts and perhaps rules.
  private static func file(_ numbers: inout SeededGenerator) -> String {
    func thing() -> String { "x:i\(Int.random(in: 0..<7, using: &numbers))" }
    func property() -> String { "x:p\(Int.random(in: 0..<5, using: &numbers))" }
    func aClass() -> String { "x:C\(Int.random(in: 0..<5, using: &numbers))" }
    var lines: [String] = []
    for _ in 0..<Int.random(in: 2...9, using: &numbers) {
      switch Int.random(in: 0..<16, using: &numbers) {
      case 0: lines.append("\(aClass()) rdfs:subClassOf \(aClass()) .")
      case 1: lines.append("\(property()) rdfs:subPropertyOf \(property()) .")
      case 2: lines.append("\(property()) rdfs:domain \(aClass()) .")
      case 3: lines.append("\(property()) a owl:TransitiveProperty .")
      case 4: lines.append("\(property()) a owl:SymmetricProperty .")
      case 5: lines.append("\(property()) owl:inverseOf \(property()) .")
      case 6: lines.append("\(thing()) owl:sameAs \(thing()) .")
      case 7: lines.append("\(thing()) x:size \(Int.random(in: 1...5, using: &numbers)) .")
      case 8, 9: lines.append("\(thing()) a \(aClass()) .")
      default: lines.append("\(thing()) \(property()) \(thing()) .")
      }
    }
    switch Int.random(in: 0..<6, using: &numbers) {
    case 0: lines.append(#"x:r1 a kg:InferenceRule ; kg:if "?x a <urn:x:C1>" ; kg:then "?x a <urn:x:C4> ; <urn:x:known> <urn:x:yes>" ."#)
    case 1: lines.append(#"x:r2 a kg:InferenceRule ; kg:if "?x <urn:x:size> ?s . ?y <urn:x:size> ?t" ; kg:where "?s > ?t" ; kg:then "?x <urn:x:p0> ?y" ."#)
    case 2: lines.append(#"x:r3 a kg:InferenceRule ; kg:if "?x <urn:x:size> ?s ; <urn:x:p1> ?y" ; kg:where "?d := ?s * 2" ; kg:then "?y <urn:x:reach> ?d" ."#)
    default: break
    }
    return lines.joined(separator: "\n")
  }

  /// Whatever comes and goes, in whatever order, and however often rules run meanwhile: in the end the store says what it would say had only the rest ever come.
  @Test(arguments: UInt64(1)...60) func comingAndGoingLeavesWhatTheRestGivesFromScratch(seed: UInt64) async throws {
    var numbers = SeededGenerator(seed: seed)
    let infersSame = seed % 3 == 0
    let store = try await RuleStore()
    try await store.store.write { try $0.setInfersSameAs(infersSame) }
    var present: [String: String] = [:]
    for step in 0..<14 {
      if !present.isEmpty, Int.random(in: 0..<5, using: &numbers) < 2 {
        let name = present.keys.sorted().randomElement(using: &numbers)!
        try await store.remove(name)
        present[name] = nil
      } else {
        present["f\(step)"] = Self.file(&numbers)
        try await store.add(present["f\(step)"]!, as: "f\(step)")
      }
      if Int.random(in: 0..<3, using: &numbers) > 0 { try await store.infer() }
    }
    try await store.infer()
    let fresh = try await RuleStore()
    try await fresh.store.write { try $0.setInfersSameAs(infersSame) }
    for name in present.keys.sorted() { try await fresh.add(present[name]!, as: name) }
    try await fresh.infer()
    let (found, expected) = (try await store.statements(), try await fresh.statements())
    #expect(found.subtracting(expected).sorted() == [], "seed \(seed)")
    #expect(expected.subtracting(found).sorted() == [], "seed \(seed)")
    #expect(try await store.unfounded() == [])
    #expect(try await store.store.verify() == [])
    let again = try await store.infer()
    #expect(again.concluded == 0 && again.withdrawn == 0 && again.examined == 0, "nothing is left to be done")
  }

  @Test func twoThatSupportEachOtherFallTogether() async throws {
    let store = try await RuleStore()
    try await store.add("x:p owl:inverseOf x:q . x:q owl:inverseOf x:p .", as: "schema")
    try await store.add("x:a x:p x:b .", as: "fact")
    try await store.infer()
    #expect(try await store.has("b", "q", "a"))
    // Now the inferred one supports the stated one as well; without the statement both have only each other.
    try await store.remove("fact")
    let report = try await store.infer()
    #expect(try await !store.has("b", "q", "a"))
    #expect(try await !store.has("a", "p", "b"))
    #expect(report.withdrawn == 1)
  }

  @Test func whatIsStatedAsWellOutlivesItsReason() async throws {
    let store = try await RuleStore()
    try await store.add("x:C rdfs:subClassOf x:D . x:i a x:C .", as: "reason")
    try await store.infer()
    #expect(try await store.statement("i", "a", "D")?.inferred == true)
    try await store.add("x:i a x:D .", as: "statement")
    try await store.infer()
    #expect(try await store.statement("i", "a", "D")?.inferred == false)
    try await store.remove("statement")
    try await store.infer()
    #expect(try await store.statement("i", "a", "D")?.inferred == true, "it still follows")
    try await store.add("x:i a x:D .", as: "statement")
    try await store.remove("reason")
    try await store.infer()
    #expect(try await store.statement("i", "a", "D")?.inferred == false)
    try await store.remove("statement")
    try await store.infer()
    #expect(try await store.statements() == [])
  }

  @Test func onlyWhatIsNewIsLookedAt() async throws {
    let store = try await RuleStore()
    try await store.add((0..<200).map { "x:i\($0) a x:C ." }.joined(separator: "\n") + " x:C rdfs:subClassOf x:D .")
    let first = try await store.infer()
    #expect(first.concluded == 200 && first.examined == 401)
    try await store.add("x:new a x:C .", as: "b")
    let second = try await store.infer()
    #expect(second.concluded == 1 && second.examined == 2)
    #expect(second.inferred == 201)
  }

  @Test func aRuleInOtherWordsTakesBackWhatItSaidBefore() async throws {
    let store = try await RuleStore()
    try await store.add("x:i a x:C .", as: "facts")
    try await store.add(#"x:r a kg:InferenceRule ; kg:if "?x a <urn:x:C>" ; kg:then "?x a <urn:x:D>" ."#, as: "rules")
    try await store.infer()
    #expect(try await store.has("i", "a", "D"))
    try await store.remove("rules")
    try await store.add(#"x:r a kg:InferenceRule ; kg:if "?x a <urn:x:C>" ; kg:then "?x a <urn:x:E>" ."#, as: "rules")
    try await store.infer()
    #expect(try await !store.has("i", "a", "D"))
    #expect(try await store.has("i", "a", "E"))
  }

  @Test func oneOfManyThatCameTogetherTakesOnlyItsOwnConclusionAlong() async throws {
    let store = try await RuleStore()
    // So many that several share the entry by which they are found, with their conclusions between them in the tree.
    try await store.add((0..<3000).map { "x:i\($0) a x:C ; x:p x:o\($0) ." }.joined(separator: "\n") + " x:p rdfs:subPropertyOf x:q .")
    #expect(try await store.infer().concluded == 3000)
    #expect(try await store.unfounded() == [])
    let all = try await store.store.read { try $0.facts(after: TripleID(rawValue: 0), limit: 1_000_000).map(\.id) }
    #expect(all.count == 9001 && all == all.sorted() && Set(all).count == 9001)
    let inParts = try await store.store.read { reader in
      var ids: [TripleID] = []
      while case let part = try reader.facts(after: ids.last ?? TripleID(rawValue: 0), limit: 37), !part.isEmpty { ids += part.map(\.id) }
      return ids
    }
    #expect(inParts == all)
    try await store.store.write { writer in
      let (one, p) = (try writer.reader.id(of: .iri("urn:x:i1500")), try writer.reader.id(of: .iri("urn:x:p")))
      #expect(try writer.remove(subject: one, predicate: p) == 1)
    }
    let report = try await store.infer()
    #expect(report.withdrawn == 1 && report.inferred == 2999)
    #expect(try await !store.has("i1500", "q", "o1500"))
    #expect(try await store.has("i1501", "q", "o1501"))
    #expect(try await store.store.verify() == [])
  }

  @Test func whatIsGivenAsInferredFromOutsideIsLeftAlone() async throws {
    let store = try await RuleStore()
    try await store.add("x:C rdfs:subClassOf x:D . x:i a x:C . x:j x:p x:k .", as: "facts")
    try await store.store.write { writer in
      let ids = try ["i", "p", "k"].map { try writer.intern(.iri("urn:x:\($0)")) }
      #expect(try writer.infer([(ids[0], ids[1], ids[2])], rule: "guess") == 1)
    }
    try await store.infer()
    #expect(try await store.infer().withdrawn == 0)
    #expect(try await store.statement("i", "p", "k")?.inferred == true)
    #expect(try await store.store.verify() == [])
  }
}
