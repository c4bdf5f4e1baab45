import Foundation
import GraphEmbedding
import Testing

/// Files of triples, good and bad.
@Suite struct TripleSetTests {
  static let chain = (0..<20).map { "e\($0)\tr\($0 % 2)\te\(($0 + 1) % 20)\n" }.joined()

  @Test func aFolderOfThreeFilesIsReadWithWindowsLineEndsToo() throws {
    let folder = try TestGraphs.write(train: Self.chain, validation: "e0\tr0\te5\r\n\r\n", test: "e3\tr1\te9")
    let triples = try TripleSet(folder: folder)
    #expect(triples.train.count == 20 && triples.validation.count == 1 && triples.test.count == 1)
    #expect(triples.entities.count == 20 && triples.relations.names == ["r0", "r1"])
    #expect(triples.entities.names[Int(triples.test[0].object)] == "e9")
  }

  @Test func aLineWithoutThreeColumnsIsNamed() throws {
    for (bad, columns) in [("a\tb\n", 2), ("a b c\n", 1), ("a\tr\tb\tc\n", 4), ("a\t\tb\n", 3)] {
      let folder = try TestGraphs.write(train: Self.chain + bad)
      #expect(throws: GraphEmbeddingError.notThreeColumns(file: folder + "/train.txt", line: 21, columns: columns)) {
        try TripleSet(folder: folder)
      }
    }
  }

  @Test func columnsInAnotherOrderAreRefusedAndReadWhenTheOrderIsSaid() throws {
    let turned = (0..<20).map { "r\($0 % 2)\te\($0)\te\(($0 + 1) % 20)\n" }.joined()
    let folder = try TestGraphs.write(train: turned, validation: "r0\te0\te5\n", test: "r1\te3\te9\n")
    #expect(throws: GraphEmbeddingError.columnsInWrongOrder(file: folder + "/train.txt", looksLike: "relation, subject, object")) {
      try TripleSet(folder: folder)
    }
    let read = try TripleSet(folder: folder, columns: .relationSubjectObject)
    #expect(read.relations.names == ["r0", "r1"] && read.entities.count == 20)
    let right = try TestGraphs.write(train: Self.chain)
    #expect(throws: GraphEmbeddingError.self) { try TripleSet(folder: right, columns: .subjectObjectRelation) }
  }

  @Test func strangersInTestAreCountedUnlessKept() throws {
    let folder = try TestGraphs.write(train: Self.chain, validation: "e0\tr0\te5\n", test: "e3\tr1\tstranger\nother\tr1\te4\n")
    #expect(throws: GraphEmbeddingError.unseen(split: "test", name: "stranger", count: 2)) { try TripleSet(folder: folder) }
    let kept = try TripleSet(folder: folder, unseen: .kept)
    #expect(kept.unseenEntities.map { kept.entities.names[Int($0)] } == ["stranger", "other"])
  }

  @Test func aGraphOfOneTripleIsTooSmall() throws {
    let folder = try TestGraphs.write(train: "a\tr\tb\n")
    #expect(throws: GraphEmbeddingError.tooSmall(triples: 1)) { try TripleSet(folder: folder) }
    #expect(GraphEmbeddingError.tooSmall(triples: 1).description.contains("1 triple is too small"))
  }

  @Test func whatIsNoTextOrNotThereIsSaidToBe() throws {
    let folder = try TestGraphs.write(train: Self.chain)
    try Data([0x1f, 0x8b, 0x08, 0xff]).write(to: URL(filePath: folder + "/valid.txt"))
    #expect(throws: GraphEmbeddingError.notText(file: folder + "/valid.txt", line: 1)) { try TripleSet(folder: folder) }
    #expect(throws: GraphEmbeddingError.unreadable(file: folder + "x/train.txt", reason: "it is not there")) {
      try TripleSet(folder: folder + "x")
    }
  }

  @Test(.enabled(if: TestGraphs.folder("UMLS") != nil, "link-prediction/ is absent; set KGASSIST_TEST_DATA"))
  func thePublishedSetsHaveTheirPublishedSizes() throws {
    for (name, entities, relations, train) in [("UMLS", 135, 46, 5216), ("Kinships", 104, 25, 8544), ("Nations", 14, 55, 1592)] {
      let triples = try TripleSet(folder: TestGraphs.folder(name)!)
      #expect(triples.entities.count == entities && triples.relations.count == relations && triples.train.count == train)
    }
  }
}
