import Foundation
import GraphEmbedding
import Kernels
import TestFiles

/// Graphs that several suites train on.
enum TestGraphs {
  static let compute = Compute(pool: ComputePool(threads: 2))

  /// The folder of public link-prediction data, nil where it is absent.
  static func folder(_ name: String) -> String? {
    let path = TestFiles.data.path + "/link-prediction/" + name
    return FileManager.default.fileExists(atPath: path + "/train.txt") ? path : nil
  }

  /// 30 people in three families of ten: everyone is kin of everyone in the family, and older than those after them in it.
  static func families() throws -> TripleSet {
    var entities = Numbering(), relations = Numbering()
    var all: [NumberedTriple] = []
    let kin = relations.number(adding: "kin"), older = relations.number(adding: "older")
    for family in 0..<3 {
      let people = (0..<10).map { entities.number(adding: "person \(family) \($0)") }
      for i in 0..<10 {
        for j in 0..<10 where i != j {
          all.append(NumberedTriple(people[i], kin, people[j]))
          if i < j { all.append(NumberedTriple(people[i], older, people[j])) }
        }
      }
    }
    var random = SeededGenerator(seed: 5)
    all.shuffle(using: &random)
    return try TripleSet(
      entities: entities, relations: relations, train: Array(all[40...]), validation: Array(all[..<20]), test: Array(all[20..<40]))
  }

  /// Writes three files into a new folder and returns its path.
  static func write(train: String, validation: String = "a\tr\tb\n", test: String = "a\tr\tb\n") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "triples-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [("train.txt", train), ("valid.txt", validation), ("test.txt", test)] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder.path
  }
}
