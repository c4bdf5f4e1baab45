import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import RDF
import TestFiles
import Testing

@Suite("What a question asks for is read from its words and the thing it names") struct ReadingQuestionsTests {
  private static let weights = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Daemon/fusion").path()

  private static let graph = """
    @prefix kg: <urn:kgassist:vocabulary:> . @prefix e: <urn:read:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    kg:treatedBy rdfs:label "is treated by"@en . kg:hasSymptom rdfs:label "shows as"@en . kg:diagnosedBy rdfs:label "is diagnosed by"@en .
    kg:Disease rdfs:label "disease"@en . kg:Drug rdfs:label "drug"@en .
    e:frobitis a kg:Disease ; rdfs:label "frobitis"@en ; kg:treatedBy e:zolm ; kg:hasSymptom e:hiccup , e:sneeze .
    e:zolm a kg:Drug ; rdfs:label "zolmavir"@en . e:hiccup rdfs:label "hiccups"@en . e:sneeze rdfs:label "sneezing"@en .
    kg:diagnoses rdfs:label "diagnoses"@en . kg:Test rdfs:label "test"@en . e:spit a kg:Test ; rdfs:label "spit count"@en ; kg:diagnoses e:frobitis .
    """

  /// Tells one link of whatever it is asked.
  private struct Foreteller: LinkForetelling {
    func links(from entity: EntityID, relation: String, limit: Int) async throws -> [ForetoldLink] {
      [ForetoldLink(subject: "frobitis", predicate: relation, object: "blood test", probability: 0.4)]
    }
  }

  private func ask(_ text: String, reader: FusionReader?, foreteller: (any LinkForetelling)? = nil) async throws -> Answer {
    let made = try await MadeUpStore()
    var triples: [(Triple, SourcePosition)] = []
    try RDFReader.read(Array(Self.graph.utf8), format: .turtle) { triples.append(($0, $1)) }
    let read = triples
    _ = try await made.store.write { try $0.importTriples(read, from: "read.ttl", sha256: SHA256.hex(of: Array(Self.graph.utf8)), domain: .medical) }
    var answer: Answer?
    let answerer = Answerer(store: made.store, encoder: made.encoder, generator: nil, reader: reader, foreteller: foreteller)
    for try await event in answerer.answer(Question(text: text, extractive: true)) { if case .done(let done) = event { answer = done } }
    await made.remove()
    return try #require(answer)
  }

  private static func reader() throws -> FusionReader { try FusionReader(folder: weights, compute: .shared) }

  @Test("A relation asked for in words that its label has not is answered from the graph, and the fact is cited") func answers() async throws {
    let question = "What can I prescribe for frobitis?"
    let plain = try await ask(question, reader: nil)
    #expect(plain.outcome == .abstained)
    let read = try await ask(question, reader: Self.reader())
    #expect(read.answer.contains("zolmavir") && !read.answer.contains("hiccups") && read.citations.allSatisfy(\.verified) && read.domain == .medical, "\(read.answer)")
  }

  @Test("All that the graph states of the asked relation is said in one sentence, each triple cited") func together() async throws {
    let read = try await ask("How does frobitis show?", reader: Self.reader())
    #expect(read.answer.contains("hiccups and sneezing") && read.citations.contains { $0.triples.count == 2 }, "\(read.answer)")
  }

  @Test("A thing that has a relation in one direction alone is asked for that one") func directions() async throws {
    let read = try await ask("Which tests diagnose frobitis?", reader: Self.reader())
    #expect(read.answer.contains("Spit count") && read.citations.allSatisfy(\.verified), "\(read.answer)")
  }

  @Test(
    "Of nested names the longest alone is linked, unless the shorter is named elsewhere",
    arguments: [
      ("What is like zolmavir forte?", ["zolmavir forte"]), ("Is zolmavir forte like zolmavir?", ["zolmavir", "zolmavir forte"]),
    ])
  func nested(text: String, names: [String]) async throws {
    let made = try await MadeUpStore()
    var triples: [(Triple, SourcePosition)] = []
    let graph = Self.graph + " e:forte a kg:Drug ; rdfs:label \"zolmavir forte\"@en ."
    try RDFReader.read(Array(graph.utf8), format: .turtle) { triples.append(($0, $1)) }
    let read = triples
    _ = try await made.store.write { try $0.importTriples(read, from: "nested.ttl", sha256: SHA256.hex(of: Array(graph.utf8)), domain: .medical) }
    let found = try await Answerer(store: made.store, encoder: made.encoder, generator: nil).search(Question(text: text), k: 2)
    await made.remove()
    #expect(found.entities.map(\.label).sorted() == names)
  }

  // "Japan" is a word of another wording.
  @Test(
    "A condition that no wording of what is asked knows is not passed over",
    arguments: ["What can I prescribe for frobitis beside gentamicin?", "How is frobitis treated in Japan?"])
  func conditions(text: String) async throws {
    let read = try await ask(text, reader: Self.reader())
    #expect(read.outcome == .abstained, "\(read.answer)")
  }

  @Test("What is foretold stands beside an abstention and never in an answer") func foretold() async throws {
    let unknown = try await ask("What are the risk factors of frobitis?", reader: Self.reader(), foreteller: Foreteller())
    #expect(unknown.outcome == .abstained && unknown.foretold.map(\.object) == ["blood test"] && !unknown.answer.contains("blood test"))
    let known = try await ask("Which drugs treat frobitis?", reader: Self.reader(), foreteller: Foreteller())
    #expect(known.outcome == .answered && known.foretold.isEmpty, "\(known.answer)")
  }
}
