import Foundation
import GraphEmbedding
import Kernels
import KnowledgeGraph
import RDF
import Testing

/// From trained vectors to links: calibration, support, types, and the file between.
@Suite struct PredictionTests {
  private func trained(_ triples: TripleSet) throws -> GraphEmbeddings {
    var settings = TrainingSettings()
    settings.rank = 32
    settings.batch = 64
    settings.epochs = 25
    settings.regulariser = 0.003
    return try GraphEmbeddings.train(on: triples, settings: settings, compute: TestGraphs.compute).embeddings
  }

  @Test func missingKinAreFoundWithTheirSupportAndNothingAssertedIsPredicted() throws {
    let triples = try TestGraphs.families(), embeddings = try trained(triples)
    let predictor = LinkPredictor(
      model: embeddings.model, calibration: embeddings.calibration, asserted: triples.train, compute: TestGraphs.compute)
    let kin = triples.relations.number(of: "kin")!
    var right = 0, asked = 0
    for triple in triples.test where triple.relation == kin {
      let links = try predictor.predict(.object, anchor: triple.subject, relation: kin, limit: 30)
      #expect(!links.contains { triples.train.contains($0.triple) })
      #expect(links.reduce(0) { $0 + $1.probability } < 1.0001 && links[0].probability >= links[1].probability)
      let first = links[0]
      asked += 1
      if triples.test.contains(first.triple) || triples.validation.contains(first.triple) { right += 1 }
      #expect(first.support.allSatisfy { support in
        triples.train.contains(support) && [first.triple.subject, first.triple.object].contains { $0 == support.subject || $0 == support.object }
      })
      #expect(!first.support.isEmpty)
      let bare = try predictor.predict(.object, anchor: triple.subject, relation: kin, limit: 1, support: 0)
      #expect(bare.map(\.triple) == [first.triple] && bare[0].support.isEmpty)
    }
    #expect(Double(right) > 0.7 * Double(asked), "\(right) of \(asked)")
    #expect(throws: GraphEmbeddingError.self) { try predictor.predict(.object, anchor: 99, relation: kin, limit: 1) }
  }

  @Test func calibrationBringsPromisesCloserToWhatHolds() throws {
    let triples = try TestGraphs.families(), embeddings = try trained(triples)
    let calibration = embeddings.calibration
    #expect(calibration.bins.reduce(0) { $0 + $1.count } == 2 * triples.validation.count)
    #expect(calibration.expectedError < 0.35, "\(calibration)")
    // Scores ten times as large promise as well: temperature and spread make up for their size.
    let model = embeddings.model
    for i in 0..<model.relations.rows { model.relations.set(row: i, to: model.relations.copy(row: i).map { $0 * 10 }) }
    let scaled = Calibration(model: model, triples: triples, compute: TestGraphs.compute)
    #expect(abs(scaled.expectedError - calibration.expectedError) < 0.05)
  }

  @Test func declaredTypesForbidAndSubclassesAreFollowed() {
    // Classes 10 person, 11 woman (a person), 12 town; entities 0 a woman, 1 a town, 2 untyped.
    let constraints = TypeConstraints(
      types: [(0, 11), (1, 12)], subclasses: [(11, 10), (10, 11)], domains: [(5, 12)], ranges: [(5, 10)])
    #expect(constraints.allows(0, answering: .object, of: 5) && !constraints.allows(1, answering: .object, of: 5))
    #expect(!constraints.allows(0, answering: .subject, of: 5) && constraints.allows(1, answering: .subject, of: 5))
    #expect(constraints.allows(2, answering: .object, of: 5) && constraints.allows(1, answering: .object, of: 6))
  }

  @Test func aFileGivesBackWhatWasWrittenAndDamageIsFound() throws {
    let triples = try TestGraphs.families(), embeddings = try trained(triples)
    let path = try TestGraphs.write(train: "") + "/graph.sqlite3.embeddings"
    try EmbeddingFile.write(embeddings, to: path)
    let read = try EmbeddingFile.read(path)
    #expect(read.entities == embeddings.entities && read.relations == embeddings.relations && read.calibration == embeddings.calibration)
    #expect(read.graph == GraphFingerprint(triples) && read.settings.rank == 32)
    #expect(read.graph == embeddings.graph)
    for i in 0..<30 { #expect(read.model.entities.copy(row: i) == embeddings.model.entities.copy(row: i)) }
    let whole = try Data(contentsOf: URL(filePath: path))
    for cut in [0, 7, 15, 100, whole.count - 1] {
      try whole.prefix(cut).write(to: URL(filePath: path))
      #expect(throws: GraphEmbeddingError.self) { try EmbeddingFile.read(path) }
    }
    for place in [3, 9, 40, whole.count / 2, whole.count - 3] {
      var bad = whole
      bad[place] ^= 0x20
      try bad.write(to: URL(filePath: path))
      #expect(throws: GraphEmbeddingError.self) { try EmbeddingFile.read(path) }
    }
    #expect(read.record == embeddings.record && read.settings == embeddings.settings && !read.record.points.isEmpty)
    try (whole + Data(count: 4)).write(to: URL(filePath: path))
    #expect(throws: GraphEmbeddingError.self) { try EmbeddingFile.read(path) }
    #expect(throws: GraphEmbeddingError.unreadable(file: path + "x", reason: "it is not there")) { try EmbeddingFile.read(path + "x") }
  }

  @Test func newEntitiesGetVectorsFromTheirNeighboursAtOnceAndOldOnesKeepTheirs() throws {
    let before = try TestGraphs.families(), embeddings = try trained(before)
    // A newcomer who is kin of five people of the first family.
    var entities = before.entities
    let newcomer = entities.number(adding: "newcomer"), kin = before.relations.number(of: "kin")!
    let family = (0..<10).map { entities.number(of: "person 0 \($0)")! }
    let joined = family.prefix(5).flatMap { [NumberedTriple($0, kin, newcomer), NumberedTriple(newcomer, kin, $0)] }
    let after = try TripleSet(
      entities: entities, relations: before.relations, train: before.train + joined, validation: before.validation, test: [])
    #expect(GraphFingerprint(after) != embeddings.graph)
    let model = try #require(embeddings.adapted(to: after, settings: embeddings.settings, compute: TestGraphs.compute))
    #expect(model.entities.copy(row: 3) == embeddings.model.entities.copy(row: 3))
    let scores = EntityScores(model: model, batch: 1, compute: TestGraphs.compute).scores(.object, anchors: [newcomer], relations: [kin])[0]
    let own = family.map { scores[Int($0)] }.reduce(0, +) / 10
    let others = (0..<30).filter { !family.contains(Int32($0)) }.map { scores[$0] }.reduce(0, +) / 20
    #expect(own > others, "\(own), \(others)")
    // Fine-tuning starts near where training ended, not from nothing.
    var short = embeddings.settings
    short.epochs = 1
    short.validationInterval = 1
    let tuned = try GraphEmbeddings.train(on: after, settings: short, from: embeddings, compute: TestGraphs.compute)
    let fresh = try GraphEmbeddings.train(on: after, settings: short, compute: TestGraphs.compute)
    #expect(tuned.run.bestValidation > fresh.run.bestValidation + 0.1)
  }

  @Test func theStoresGraphIsReadWithoutLiteralsAndWithItsDeclarations() async throws {
    let path = try TestGraphs.write(train: "") + "/graph.sqlite3"
    let store = try await GraphStore(path: path)
    var text = """
      @prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      :treats rdfs:domain :Drug ; rdfs:range :Disease .
      :Flu rdfs:subClassOf :Disease . :d0 a :Drug ; rdfs:label "d0" . :i0 a :Flu .

      """
    for i in 0..<8 { for j in 0..<4 { text += ":d\(i) :treats :i\((i + j) % 8) .\n" } }
    _ = try await store.write { [text] in try $0.importGraph(Array(text.utf8), format: .turtle, from: "x.ttl", domain: .medical) }
    let graph = try await store.read { try StoredGraph($0) }
    await store.close()
    // 32 links, a subclass and two types; a domain and a range tell of a relation, not of a thing.
    #expect(graph.triples.train.count + graph.triples.validation.count + graph.triples.test.count == 35)
    #expect(graph.triples.validation.count == 1 && graph.triples.test.count == 1 && graph.known.count == 35)
    #expect(graph.triples.unseenEntities.isEmpty)
    let treats = try #require(graph.triples.relations.number(of: "urn:x:treats"))
    func entity(_ name: String) throws -> Int32 { try #require(graph.triples.entities.number(of: "urn:x:" + name)) }
    #expect(try graph.constraints.allows(entity("i0"), answering: .object, of: treats))
    #expect(try !graph.constraints.allows(entity("d0"), answering: .object, of: treats))
    #expect(try graph.constraints.allows(entity("d0"), answering: .subject, of: treats))
  }

  @Test func whatRulesInferredIsKnownButNotMissingAndIsHeldApart() async throws {
    let path = try TestGraphs.write(train: "") + "/graph.sqlite3"
    let store = try await GraphStore(path: path)
    var text = "@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . :above owl:inverseOf :below . :a0 :below :a9 .\n"
    for i in 0..<20 { for j in 0..<6 { text += ":a\(i) :above :a\((i + j + 1) % 20) .\n" } }
    _ = try await store.write { [text] in try $0.importGraph(Array(text.utf8), format: .turtle, from: "x.ttl", domain: .medical) }
    let graph = try await store.read { try StoredGraph($0) }
    let above = try #require(graph.triples.relations.number(of: "urn:x:above")), below = try #require(graph.triples.relations.number(of: "urn:x:below"))
    func entity(_ name: String) throws -> Int32 { try #require(graph.triples.entities.number(of: "urn:x:" + name)) }
    // The inverse of what is stated is no missing link.
    let links = graph.candidates.entities(.object, anchor: try entity("a1"), relation: below, of: graph.triples.entities.count)
    #expect(try !links.contains(Int(entity("a0"))) && links.contains(Int(entity("a9"))))
    #expect(try !graph.candidates.entities(.object, anchor: entity("a9"), relation: above, of: 20).contains(Int(entity("a0"))))
    // The same triples are held out of a graph that grew.
    _ = try await store.write { try $0.importGraph(Array("<urn:x:new> <urn:x:above> <urn:x:a1> , <urn:x:a2> .".utf8), format: .turtle, from: "y.ttl", domain: .finance) }
    let grown = try await store.read { try StoredGraph($0) }
    func names(_ graph: StoredGraph, _ triples: [NumberedTriple]) -> Set<[String]> {
      Set(triples.map { [graph.triples.entities.names[Int($0.subject)], graph.triples.entities.names[Int($0.object)]] })
    }
    #expect(names(grown, grown.triples.validation).subtracting(names(graph, graph.triples.validation)).count <= 1)
    #expect(graph.triples.validation.count == 6 && graph.triples.test.count == 6)
    await store.close()
  }

  @Test func theRegulariserIsChosenByShortRuns() throws {
    let triples = try TestGraphs.families()
    var settings = TrainingSettings()
    settings.rank = 32
    settings.batch = 64
    let automatic = try AutomaticSettings(on: triples, settings: settings, epochs: 8, compute: TestGraphs.compute)
    let best = try #require(automatic.trials.max { $0.validation < $1.validation })
    #expect(automatic.trials.count >= 7 && automatic.settings.regulariser == best.regulariser)
    #expect(automatic.settings.relationWeight == best.relationWeight && automatic.settings.rank == 32)
    let stopped = try AutomaticSettings(on: triples, settings: settings, epochs: 8, compute: TestGraphs.compute) { $0 <= 2 }
    #expect(stopped.trials.count == 2)
  }
}
