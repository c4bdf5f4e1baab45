import Answering
import Foundation
import Generation
import Kernels
import KnowledgeGraph
import Perception
import RDF
import TestFiles

/// A store in a temporary folder with the development documents and a small made-up graph.
struct MadeUpStore {
  let store: GraphStore
  let encoder: TextEncoder
  let folder: URL

  static let development = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Development")

  static let graph = """
    @prefix kg: <urn:kgassist:vocabulary:> . @prefix e: <urn:made-up:> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    kg:soothes rdfs:label "soothes" .
    e:zelba rdfs:label "zelba"@en ; skos:altLabel "zelba root" ; skos:definition "Zelba is a root that calms the stomach."@en ;
      kg:soothes e:wamble ; kg:threshold e:zelba-age .
    e:wamble rdfs:label "wamble"@en .
    e:age rdfs:label "age"@en .
    e:zelba-age kg:quantity e:age ; kg:comparison "<" ; kg:value 6 ; kg:unit "year" ;
      kg:conclusion "Zelba is contraindicated" ; kg:otherwise "Zelba may be given" .
    e:glint rdfs:label "glint ratio"@en ; kg:formula e:glint-formula .
    e:glint-formula kg:expression "shine / area" ; kg:result "glint ratio" ; kg:unit "ratio" ;
      kg:input [ kg:symbol "shine" ; rdfs:label "shine" ; kg:unit "count" ] , [ kg:symbol "area" ; rdfs:label "area" ; kg:unit "m2" ] .
    """

  init() async throws {
    encoder = try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared)
    folder = FileManager.default.temporaryDirectory.appending(path: "answering-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try await GraphStore(path: folder.path + "/graph.sqlite3")
    let bytes = Array(Self.graph.utf8)
    var triples: [(Triple, SourcePosition)] = []
    try RDFReader.read(bytes, format: .turtle) { triples.append(($0, $1)) }
    let read = triples
    _ = try await store.write {
      try $0.importTriples(read, from: "made-up.ttl", sha256: SHA256.hex(of: bytes), domain: nil)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.development.path).sorted()
    for name in names where name.hasSuffix(".md") || name.hasSuffix(".txt") {
      try await add(name, String(contentsOf: Self.development.appending(path: name), encoding: .utf8))
    }
  }

  /// Adds a text, cut at its headings.
  func add(_ name: String, _ text: String) async throws {
    let original = Array(text.utf8)
    var passages: [NewPassage] = []
    var heading: [String] = []
    var start = 0
    var at = 0
    func close(_ end: Int) {
      let body = String(decoding: original[start..<end], as: UTF8.self)
      guard body.contains(where: \.isLetter) else { return }
      passages.append(NewPassage(heading: heading, text: body, start: start, end: end))
    }
    while at < original.count {
      let end = original[at...].firstIndex(of: 10) ?? original.count
      let line = String(decoding: original[at..<end], as: UTF8.self)
      let level = line.prefix { $0 == "#" }.count
      if level > 0 {
        close(at)
        heading = Array(heading.prefix(level - 1)) + [String(line.dropFirst(level + 1))]
        start = min(end + 1, original.count)
      }
      at = end + 1
    }
    close(original.count)
    let vectors = try encoder.encode(passages.map { ($0.heading + [$0.text]).joined(separator: "\n") })
    for index in passages.indices { passages[index].vector = vectors[index] }
    let document = NewDocument(
      id: SHA256.documentID(of: original), name: name, mediaType: "text/markdown", domain: nil, encoding: "utf-8",
      original: original, passages: passages, encoder: encoder.name)
    _ = try await store.write { try $0.addDocument(document) }
  }

  func ask(_ text: String, domain: Domain? = nil, generator: TextGenerator? = nil, history: [Turn] = []) async throws -> Answer {
    var answer: Answer?
    let question = Question(text: text, domain: domain, extractive: generator == nil, history: history)
    for try await event in Answerer(store: store, encoder: encoder, generator: generator).answer(question) {
      if case .done(let done) = event { answer = done }
    }
    guard let answer else { throw CancellationError() }
    return answer
  }

  func remove() async {
    await store.close()
    try? FileManager.default.removeItem(at: folder)
  }
}
