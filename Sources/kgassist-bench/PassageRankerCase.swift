import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import Training

/// The ranker of passages that ships: taught on the sets of a folder and the documents beside it, then written. `fusion-passages` tells what it is
/// worth on a set that it never saw.
///
/// With a store of the shipped graphs it tells instead what one is worth that was taught what is committed alone (the shipped documents' sections, the
/// shipped graphs as pages), judged on the sets, and writes nothing.
enum PassageRankerCase {
  private static let batch = 16, each = 1000, most = 2500

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.sets else { throw BenchArguments.Fault(description: "name a folder of retrieval sets with --sets") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let made = NSTemporaryDirectory() + "/kgassist-ranker-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: made) }
    var sets: [RetrievedLists] = [], taught: [RetrievedLists] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard FileManager.default.fileExists(atPath: "\(folder)/\(name)/qrels.tsv") else { continue }
      sets.append(try await RetrievedLists(of: RetrievalSet(folder: "\(folder)/\(name)"), kept: arguments.store ?? made, encoder: encoder))
    }
    if let path = arguments.data {
      for set in try await committed(path) { taught.append(try await RetrievedLists(of: set, kept: made, most: most, encoder: encoder)) }
    } else {
      taught = sets
      for set in try FusionPassagesCase.pairs(beside: folder) { taught.append(try await RetrievedLists(of: set, kept: arguments.store ?? made, encoder: encoder)) }
    }
    for set in taught {
      try FusionPassagesCase.line("\(set.set.name): questions that teach", Double(set.lists.count { $0.hasRight }), "questions", arguments)
    }
    let rankers = try (0..<UInt64(arguments.data == nil ? 1 : arguments.runs)).map { try ranker(taught.flatMap(\.lists), seed: $0, encoder, arguments) }
    guard arguments.data != nil else {
      return try rankers[0].write(to: ReaderCase.folder + "/" + PassageRanker.shippedName, encoder: encoder.name)
    }
    try judge(rankers, sets, arguments)
  }

  private static func ranker(_ lists: [PassageList], seed: UInt64, _ encoder: TextEncoder, _ arguments: BenchArguments) throws -> PassageRanker {
    let objective = PassageObjective(PassageRanker(.channels, dimension: encoder.dimension, seed: seed), lists: lists, batch: batch, seed: seed)
    try TrainingLoop(objective, plan: PassageObjective.plan(lists: objective.count, batch: batch, seed: seed), compute: arguments.compute).run()
    objective.ranker.forgetWhatNeverVaried(in: lists)
    return objective.ranker
  }

  private static func judge(_ rankers: [PassageRanker], _ sets: [RetrievedLists], _ arguments: BenchArguments) throws {
    let plain = sets.map { $0.figures(nil) }
    let ranked = sets.map { set in
      let runs = rankers.map { set.figures($0.rank(set.lists, compute: arguments.compute)) }, count = Double(runs.count)
      return set.questions.indices.map { index in
        (recall: runs.reduce(0) { $0 + $1[index].recall } / count, gain: runs.reduce(0) { $0 + $1[index].gain } / count)
      }
    }
    for (index, set) in sets.enumerated() {
      try FusionPassagesCase.report(set.set.name, "taught what is committed", [ranked[index]], against: [plain[index]], arguments)
    }
    try FusionPassagesCase.report("mean of sets", "taught what is committed", ranked, against: plain, arguments)
  }

  /// Questions made of what is committed, with what they are asked of.
  private static func committed(_ path: String) async throws -> [RetrievalSet] {
    let paths = FileManager.default.enumerator(atPath: "Graphs")?.compactMap { $0 as? String }.filter { $0.contains("/documents/") && $0.hasSuffix(".md") }
    let documents = try (paths ?? []).sorted().map { try String(contentsOfFile: "Graphs/\($0)", encoding: .utf8) }
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl")
    let store = try await GraphStore(path: path, create: false)
    let pages = try await store.read { reader in
      try GraphPages(FusionGraph(reader, wordings: wordings), wordings: wordings, reader: reader, each: each, seed: 0)
    }
    await store.close()
    return [
      try RetrievalSet("documents", of: PassagePairs(documents: documents, most: 2000, seed: 0)), try RetrievalSet("pages", of: pages),
    ]
  }
}
