import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import Training

/// How well it is told whether what was found answers a question, by the rules, by a linear classifier and by a head trained for it: on stores from
/// which a part of the facts and of the documents' sections was taken away, so that what asks for them is known to have no answer.
enum AnswerabilityCase {
  /// Questions about the graph, of training and of judging each.
  private static let asked = 800
  private static let epochs = 12, folds = 5

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "name a store with the shipped graphs in it with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let taught = try await looks(path, heldOut: false, encoder, arguments), judged = try await looks(path, heldOut: true, encoder, arguments)
    func tell(_ way: String, _ taughtValues: [Double], _ values: [Double]) throws {
      let judgement = AnswerabilityJudgement(judged, values)
      try judgement.tell(way, arguments)
      for lost in [0.01, 0.02, 0.05] { try judgement.tell(way, abstainingBelow: threshold(taught, taughtValues, losing: lost), losing: lost, arguments) }
    }
    try tell("the rules", taught.map(\.strength), judged.map(\.strength))
    try tell("linear", crossed(taught, seed: 0) { LinearLook($0).probability }, judged.map { LinearLook(taught).probability($0) })
    for seed in 0..<UInt64(arguments.runs) {
      func trained(_ seen: [SeenQuestion]) throws -> AnswerabilityHead {
        let head = AnswerabilityHead(like: SeenQuestion.fullest(seen).look, encoder: encoder.name, seed: seed, compute: arguments.compute)
        var random = SeededGenerator(seed: seed)
        let objective = AnswerabilityObjective(head, looks: seen.shuffled(using: &random).map { ($0.look, $0.isRight) })
        try TrainingLoop(objective, plan: objective.plan(epochs: epochs, seed: seed), compute: arguments.compute).run()
        return head
      }
      func probability(_ head: AnswerabilityHead) -> (SeenQuestion) -> Double { { head.probability($0.look) ?? 0 } }
      let head = try trained(taught)
      let learnt = try crossed(taught, seed: seed) { probability(try trained($0)) }
      try tell("the head, seed \(seed)", learnt, judged.map(probability(head)))
      guard seed == 0, let folder = arguments.store else { continue }
      head.least = threshold(taught, learnt, losing: 0.01)
      try head.write(to: folder + "/" + AnswerabilityHead.fileName)
    }
  }

  /// What those say of each question that learnt from the others' folds.
  private static func crossed(_ seen: [SeenQuestion], seed: UInt64, _ teach: ([SeenQuestion]) throws -> (SeenQuestion) -> Double) rethrows -> [Double] {
    var random = SeededGenerator(seed: seed)
    let fold = seen.indices.map { $0 % folds }.shuffled(using: &random)
    var values = [Double](repeating: 0, count: seen.count)
    for part in 0..<folds {
      let tell = try teach(seen.indices.filter { fold[$0] != part }.map { seen[$0] })
      for index in seen.indices where fold[index] == part { values[index] = tell(seen[index]) }
    }
    return values
  }

  /// The value below which that share of the right answers lies.
  private static func threshold(_ seen: [SeenQuestion], _ values: [Double], losing lost: Double) -> Double {
    let good = zip(seen, values).filter { $0.0.isAnswered && $0.0.isRight }.map(\.1).sorted()
    return good.isEmpty ? 0 : good[Int(lost * Double(good.count))]
  }

  private static func looks(_ path: String, heldOut: Bool, _ encoder: TextEncoder, _ arguments: BenchArguments) async throws -> [SeenQuestion] {
    let kept = arguments.store.map { $0 + (heldOut ? "/judged.json" : "/taught.json") }
    if let kept, let data = FileManager.default.contents(atPath: kept) { return try JSONDecoder().decode([SeenQuestion].self, from: data) }
    let folder = NSTemporaryDirectory() + "/kgassist-answerable-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let away = try await AskedAway(from: path, in: folder, heldOut: heldOut, count: asked, encoder: encoder)
    let reader = try FusionReader(folder: ReaderCase.folder, compute: arguments.compute)
    let answerer = Answerer(store: away.store, encoder: encoder, generator: nil, reader: reader)
    var result: [SeenQuestion] = []
    for question in away.questions {
      if let seen = SeenQuestion(question, try await answerer.look(at: Question(text: question.text))) { result.append(seen) }
    }
    await away.store.close()
    if let kept {
      try FileManager.default.createDirectory(atPath: arguments.store ?? "", withIntermediateDirectories: true)
      try JSONEncoder().encode(result).write(to: URL(filePath: kept))
    }
    return result
  }
}
