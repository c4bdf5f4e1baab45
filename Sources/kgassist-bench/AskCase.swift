import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception

/// The questions of a set answered from a store without a decoder: without the small weights that ship, and with each of them.
///
/// Counts as `kgassist eval` does, citations apart: an answer must hold an accepted one, what it must contain, and nothing forbidden.
enum AskCase {
  private struct Asked: Decodable {
    var id, question: String
    var answer, contains, forbidden: [String]?
    var domain: String?
    var abstain: Bool?
  }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data, let file = arguments.store else {
      throw BenchArguments.Fault(description: "ask needs --data SET.jsonl and --store FILE, a store")
    }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let questions = try lines.map { try JSONDecoder().decode(Asked.self, from: Data($0.utf8)) }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let store = try await GraphStore(path: file, create: false), folder = ReaderCase.folder
    let reader = try? FusionReader(folder: folder, compute: arguments.compute)
    let linker = try? FusionLinker(path: folder + "/" + FusionLinker.shippedName, compute: arguments.compute)
    let ranker = try? PassageReranker(path: folder + "/" + PassageRanker.shippedName, compute: arguments.compute)
    let ways: [(String, Answerer)] = [
      ("no weights", Answerer(store: store, encoder: encoder, generator: nil)), ("the reader", Answerer(store: store, encoder: encoder, generator: nil, reader: reader)),
      ("+ the linker", Answerer(store: store, encoder: encoder, generator: nil, reader: reader, linker: linker)),
      ("+ the ranker", Answerer(store: store, encoder: encoder, generator: nil, reader: reader, linker: linker, ranker: ranker)),
    ]
    for (name, answerer) in ways {
      var right = 0, wrong = 0, rightly = 0, wrongly = 0, times: [Double] = []
      for asked in questions {
        let began = ContinuousClock.now
        var answer: Answer?
        let question = Question(text: asked.question, domain: asked.domain.flatMap(Domain.init(rawValue:)), extractive: true)
        for try await event in answerer.answer(question) { if case .done(let done) = event { answer = done } }
        times.append((ContinuousClock.now - began) / .milliseconds(1))
        let said = answer?.answer.lowercased() ?? "", isAnswered = answer?.outcome == .answered
        if asked.abstain == true {
          if isAnswered { wrong += 1 } else { rightly += 1 }
        } else if !isAnswered {
          wrongly += 1
        } else {
          func isSaid(_ text: some StringProtocol) -> Bool { said.contains(text.lowercased()) }
          let holds = asked.answer?.contains(where: isSaid) != false && asked.contains?.allSatisfy { $0.split(separator: "|").contains(where: isSaid) } != false
          if holds, asked.forbidden?.contains(where: isSaid) != true { right += 1 } else { wrong += 1 }
        }
      }
      for (what, value) in [("right", right), ("wrong", wrong), ("abstained rightly", rightly), ("abstained wrongly", wrongly)] {
        try line("\(name): \(what)", Double(value), "questions", arguments)
      }
      try line("\(name): median time", times.sorted()[times.count / 2], "ms", arguments)
    }
    await store.close()
  }

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "ask", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-", model: "all-MiniLM-L6-v2", runs: 1
    ).print()
  }
}
