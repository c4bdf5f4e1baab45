import KnowledgeGraph
import Testing

@Suite("Names are found in texts") struct LabelIndexTests {
  let folder = try! TemporaryFolder()

  private func index(_ labels: String...) async throws -> (LabelIndex, [String: EntityID]) {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let triples = labels.enumerated().map { "<urn:e\($0)> <http://www.w3.org/2000/01/rdf-schema#label> \"\($1)\" ." }
    try await Samples.load(triples.joined(separator: "\n"), into: store)
    let ids = try await store.read { reader in
      try Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, try #require(try reader.entity(iri: "urn:e\($0)"))) })
    }
    return (try await store.labelIndex(), ids)
  }

  /// The texts that matched.
  private func found(_ index: LabelIndex, _ text: String, acronymsNeedCase: Bool = true) -> [String] {
    index.matches(in: text, acronymsNeedCase: acronymsNeedCase).map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
  }

  @Test("The longest name wins, and ranges are bytes of the text") func longest() async throws {
    let (index, ids) = try await index("diabetes", "type 2 diabetes", "type 2 diabetes mellitus")
    let text = "Ärzte say: type-2 diabetes is not Diabetes."
    let matches = index.matches(in: text)
    #expect(matches.map(\.label) == ["type 2 diabetes", "diabetes"])
    #expect(matches.map(\.entities) == [[ids["type 2 diabetes"]!], [ids["diabetes"]!]])
    #expect(found(index, text) == ["type-2 diabetes", "Diabetes"])
  }

  @Test("Case, accents, hyphens and a plural do not matter", arguments: [
    ("beta blocker", "Beta-Blockers help"), ("beta-blocker", "betablocker"), ("beta-blocker", "a beta blocker"), ("betablocker", "Beta-blockers"),
    ("Sjögren syndrome", "SJOGREN SYNDROME"), ("Crohn's disease", "Crohn’s diseases"), ("biopsy", "Biopsies"), ("mass", "masses"),
    ("bonds", "a bond"), ("P/E ratio", "the P/E-ratio"), ("C++", "C++ is fast"), ("hash table", "Hash\ntables"),
  ])
  func spelling(label: String, text: String) async throws {
    let (index, _) = try await index(label)
    #expect(index.matches(in: text).map(\.label) == [label])
  }

  @Test("Acronyms and short names must be written as the graph writes them", arguments: [
    ("MI", "mi amor", false), ("MI", "an MI today", true), ("MI", "two MIs", true), ("US", "it told us", false), ("Go", "go home", false), ("Go", "in Go.", true),
    ("C", "c) then", false), ("REST", "the rest", false), ("EBITDA", "its ebitda", true), ("HbA1c", "hba1c", true), ("C#", "C# and C", true), ("C", "C++", false),
  ])
  func acronyms(label: String, text: String, isFound: Bool) async throws {
    let (index, _) = try await index(label)
    #expect(index.matches(in: text).isEmpty != isFound)
  }

  @Test("A hasty question may leave acronyms small") func hasty() async throws {
    let (index, _) = try await index("MI")
    #expect(found(index, "what is mi", acronymsNeedCase: false) == ["mi"])
    #expect(index.entities(for: "mi").count == 1)
  }

  @Test("No name reaches over the end of a sentence or a paragraph, or into a longer word", arguments: [
    "It fell in price. Earnings ratio rose", "price\n\nearnings ratio", "price; earnings ratio", "priceless earnings ratio",
  ])
  func borders(text: String) async throws {
    let (index, _) = try await index("price earnings ratio", "price earnings")
    #expect(index.matches(in: text) == [])
  }

  @Test("A name is found by one slip in one of its words, and by two in none", arguments: [
    ("atrial fibrillation", "treat Atrial fibrilation now", "atrial fibrillation"), ("metformin", "Metformine?", "metformin"), ("insulin", "inuslin", "insulin"),
    ("insulin", "insulan", "insulin"), ("insulin", "inulan", nil), ("insulin", "insulin", nil), ("insulin", "insulins", nil), ("gout", "gowt", nil),
    ("type 2 diabetes", "type 2 diabeetes", "type 2 diabetes"), ("type 2 diabetes", "diabeetes", nil),
  ])
  func near(label: String, text: String, found: String?) async throws {
    let (index, _) = try await index(label), near = index.nearMatches(in: text)
    #expect(near.map(\.match.label) == [found].compactMap(\.self))
    for one in near {
      let bytes = Array(text.utf8)
      #expect(String(decoding: bytes[one.range], as: UTF8.self).lowercased() == one.written && one.text.contains(one.meant))
    }
  }

  @Test("An ambiguous name gives all its entities") func ambiguous() async throws {
    let (index, ids) = try await index("bond", "Bond")
    #expect(index.matches(in: "a bond").map(\.entities) == [ids.values.sorted()])
  }

  @Test("Numbers alone and unprintable names are no names") func nonsense() async throws {
    let (index, _) = try await index("500", "-", "½", "S&P 500")
    #expect(found(index, "500 - ½ of the S&P 500") == ["S&P 500"])
  }
}
