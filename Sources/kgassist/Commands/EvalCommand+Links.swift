import Foundation
import Wire

extension EvalCommand {
  /// How well trained embeddings rank links that were held out of their training.
  static func links(_ arguments: Arguments) throws -> Int32 {
    let domain = try arguments.domain()
    let list = try DaemonClient().get(["v1", "train"], as: TrainedList.self)
    let shapes = list.graph.filter { domain == nil || $0.domain == domain }
    guard !shapes.isEmpty else {
      throw Failure("no embeddings are trained; run kgassist train graph\(domain.map { " --domain \($0)" } ?? "") first", exitCode: ExitCode.notFound)
    }
    for shape in shapes {
      if arguments.has("--json") {
        Terminal.print(String(decoding: try WireJSON.encode(shape), as: UTF8.self))
        continue
      }
      TrainCommand.show(shape)
      guard let test = shape.test else {
        Terminal.say("  the graph is too small to hold links out for a test")
        continue
      }
      var table = Table()
      table.add("  links", "ranks", "MRR", "hits@1", "hits@3", "hits@10")
      for score in [test] + shape.byCategory + shape.byRelation {
        table.add(
          "  " + Terminal.harmless(score.of ?? "all"), String(score.count), String(format: "%.4f", score.mrr), String(format: "%.3f", score.hits1),
          String(format: "%.3f", score.hits3), String(format: "%.3f", score.hits10))
      }
      Terminal.print(table.text)
    }
    return ExitCode.done
  }
}
