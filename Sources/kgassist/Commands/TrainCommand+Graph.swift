import Foundation
import Wire

extension TrainCommand {
  /// Starts the job and watches it.
  static func graph(_ arguments: Arguments) throws -> Int32 {
    var request = TrainRequest(what: "graph")
    request.domain = try arguments.domain()
    request.inferred = arguments.has("--inferred") ? true : nil
    request.fresh = arguments.has("--fresh") ? true : nil
    request.model = arguments.text("--model")
    request.rank = try arguments.number("--rank", in: 8...4096)
    request.epochs = try arguments.number("--epochs", in: 1...100_000)
    request.batch = try arguments.number("--batch", in: 1...65_536)
    request.seed = try arguments.number("--seed", in: 0...Int.max)
    request.regulariser = try decimal("--regulariser", arguments)
    request.relationWeight = try decimal("--relation-weight", arguments)
    return try start(
      request, arguments, kept: "the older vectors are untouched", text: { $0.training.map(text) }, finish: { try finish($0, arguments) })
  }

  /// One line of how far it is.
  static func text(_ training: TrainingShape) -> String {
    switch training.phase {
    case .reading: return "reading the graph"
    case .choosing: return "choosing settings, short run \(training.trial ?? 1)"
    case .judging: return "judging"
    case .done, .unchanged: return "done"
    case .training:
      var parts = ["epoch \(training.epoch) of at most \(training.epochs)"]
      if let loss = training.loss { parts.append(String(format: "loss %.4f", loss)) }
      if let validation = training.validation { parts.append(String(format: "validation MRR %.4f", validation)) }
      if let left = training.secondsLeft { parts.append("at most \(Int(left.rounded(.up))) s left") }
      if let after = training.resumedAfter { parts.append("taken up after epoch \(after)") }
      return parts.joined(separator: ", ")
    }
  }

  private static func finish(_ state: JobShape, _ arguments: Arguments) throws -> Int32 {
    guard let training = state.training, let result = training.result else { return try everything() }
    if arguments.has("--json") { return try GraphCommand.printed(training) }
    if training.phase == .unchanged {
      Terminal.print("the graph is as it was when its vectors were trained; --fresh trains them anew")
    } else if training.fineTunes == true {
      Terminal.print("the older vectors were fine-tuned to the graph as it is now")
    }
    show(result)
    return ExitCode.done
  }

  /// What is trained, in a few lines.
  static func show(_ shape: TrainedGraphShape) {
    let scope = shape.domain ?? "all domains"
    Terminal.print(
      Terminal.bold("\(scope)\(shape.inferred ? ", with inferred triples" : "")")
        + ": \(shape.model), rank \(shape.rank), \(shape.entities) things, \(shape.relations) relations, \(shape.triples) triples"
        + (shape.current ? "" : "; the graph has changed since"))
    Terminal.print(
      "  trained \(Date(timeIntervalSince1970: shape.trained).formatted(.iso8601)), best of \(shape.epochs) epochs: \(shape.bestEpoch)"
        + String(format: ", regulariser %.4g, relation weight %.4g", shape.regulariser, shape.relationWeight)
        + String(format: ", validation MRR %.4f", shape.validationMRR))
    if let test = shape.test, test.count > 0 {
      Terminal.print(String(
        format: "  \(test.count) ranks of held-out triples: MRR %.4f, hits@1 %.3f, @3 %.3f, @10 %.3f", test.mrr, test.hits1, test.hits3, test.hits10))
    }
    for line in reliability(shape.reliability) { Terminal.print("  " + line) }
  }

  /// How promises held, a line for each tenth of probability.
  static func reliability(_ shape: ReliabilityShape) -> [String] {
    let count = shape.bins.reduce(0) { $0 + $1.count }
    guard count > 0 else { return ["probabilities are not calibrated: nothing was held out"] }
    let bins = shape.bins.map { bin in
      String(format: "of %d promised %.0f %%, %.0f %% held", bin.count, bin.promised * 100, bin.held * 100)
    }
    return [
      String(format: "best answers to %d held-out questions, mean error %.3f: ", count, shape.expectedError) + bins.joined(separator: "; ")
    ]
  }
}
