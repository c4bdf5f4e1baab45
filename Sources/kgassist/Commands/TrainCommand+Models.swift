import Foundation
import Wire

extension TrainCommand {
  /// Trains an adapter or a classifier and says what came of it.
  static func model(_ what: String, _ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.count <= (what == "fusion" ? 0 : 1) else { throw Failure.usage("train \(what) takes \(what == "fusion" ? "no name" : "one name"), not \(words.joined(separator: " "))") }
    var request = TrainRequest(what: what)
    request.name = words.first
    request.domain = try arguments.domain()
    request.kind = arguments.text("--kind")
    request.fresh = arguments.has("--fresh") ? true : nil
    request.rank = try arguments.number("--rank", in: 1...1024)
    request.rows = try arguments.number("--rows", in: 1...512)
    request.steps = try arguments.number("--steps", in: 1...1_000_000)
    request.length = try arguments.number("--length", in: 8...4096)
    request.batch = try arguments.number("--batch", in: 1...1024)
    request.seed = try arguments.number("--seed", in: 0...Int.max)
    request.layers = try arguments.number("--layers", in: 1...24)
    request.width = try arguments.number("--width", in: 32...1024)
    request.heads = try arguments.number("--heads", in: 1...64)
    request.vocabulary = try arguments.number("--vocabulary", in: 1...65_536)
    request.weights = arguments.text("--weights")
    request.alpha = try decimal("--alpha", arguments)
    request.dropout = try decimal("--dropout", arguments)
    request.rate = try decimal("--rate", arguments)
    request.targets = arguments.text("--targets")?.split(separator: ",").map(String.init)
    if what == "classifier" {
      guard words.count == 1 else { throw Failure.usage("train classifier takes a name") }
      guard let path = arguments.text("--data") else { throw Failure.usage("train classifier takes --data FILE with one {\"text\": …, \"label\": …} a line") }
      request.examples = try examples(InputFile.bytes(of: path), path: path)
    }
    if what == "fusion", let path = arguments.text("--data") { request.wordings = try wordings(InputFile.bytes(of: path), path: path) }
    return try start(
      request, arguments, kept: "an older \(what) of the name is untouched", text: { $0.modelTraining.map(text) },
      finish: { state in
        guard let training = state.modelTraining, let result = training.result else { return try everything() }
        if arguments.has("--json") { return try GraphCommand.printed(result) }
        show(result)
        if what == "adapter" { Terminal.say("kgassist ask --adapter \(training.name) answers with it") }
        if what == "decoder" { Terminal.say("kgassist ask --decoder \(training.name) answers with it; KGASSIST_DECODER=\(training.name) makes it the daemon's") }
        if what == "classifier" { Terminal.say("kgassist classify \(training.name) \"…\" uses it") }
        return ExitCode.done
      })
  }

  /// The lines of a file of examples.
  private static func examples(_ bytes: [UInt8], path: String) throws -> [LabelledText] {
    try lines(bytes, path: path, form: "{\"text\": \"…\", \"label\": \"…\"}")
  }

  /// One object a line; empty lines are left out.
  private static func lines<T: Decodable>(_ bytes: [UInt8], path: String, form: String) throws -> [T] {
    try bytes.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { (number, line) -> T? in
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
      do throws(WireJSONError) { return try WireJSON.decode(T.self, from: Array(line)) } catch {
        throw Failure("\(path), line \(number + 1): \(error.message); a line is \(form)", exitCode: ExitCode.undecodable)
      }
    }
  }

  /// The lines of a file of wordings.
  private static func wordings(_ bytes: [UInt8], path: String) throws -> [WordedRelation] {
    try lines(bytes, path: path, form: "{\"relation\": \"…\", \"wordings\": [\"…\"], \"held_out\": [\"…\"]}")
  }

  /// One line of how far it is.
  static func text(_ training: ModelTrainingShape) -> String {
    switch training.phase {
    case .reading: return "reading the documents"
    case .loading: return "loading the model"
    case .judging: return "judging what is held out"
    case .writing: return "writing the \(training.what)"
    case .done: return "done"
    case .training:
      var parts = ["step \(training.step) of \(training.steps)"]
      if let loss = training.loss { parts.append(String(format: "loss %.4f", loss)) }
      if let validation = training.validation { parts.append(String(format: "held out %.4f", validation)) }
      if let speed = training.tokensPerSecond { parts.append("\(Int(speed)) tokens/s") }
      if let left = training.secondsLeft { parts.append("\(Int(left.rounded(.up))) s left") }
      if training.givesWay == true { parts.append("waiting while an answer is written") }
      if let after = training.resumedAfter { parts.append("taken up after step \(after)") }
      return parts.joined(separator: ", ")
    }
  }

  /// What was trained, in a few lines.
  static func show(_ shape: TrainedModelShape) {
    let base = shape.base.map { " of \($0)" } ?? ""
    Terminal.print(Terminal.bold(Terminal.harmless("\(shape.what) \(shape.name)")) + Terminal.harmless(": \(shape.kind)\(base), \(shape.parameters) numbers trained"))
    var line = "  trained \(Date(timeIntervalSince1970: shape.trained).formatted(.iso8601)), \(shape.steps) steps in \(Int(shape.seconds.rounded(.up))) s"
    if let documents = shape.documents, let tokens = shape.tokens {
      line += ", on \(documents) documents\(shape.domain.map { " of \($0)" } ?? "") with \(tokens) tokens"
    }
    Terminal.print(line)
    if let before = shape.perplexityBefore, let after = shape.perplexityAfter {
      let masked = shape.what == "encoder" ? "masked words among " : ""
      Terminal.print(String(format: "  perplexity of \(masked)\(shape.heldOutTokens ?? 0) held-out tokens: %.2f before, %.2f after", before, after))
    }
    if let written = shape.perplexityWritten, let weights = shape.weights, let bits = shape.bitsPerByte {
      Terminal.print(String(format: "  by the file, written as %@: %.2f, which is %.3f bits a byte of the text", weights, written, bits))
    }
    if let next = shape.nextAccuracy {
      Terminal.print(String(format: "  whether one held-out stretch follows another: %.1f %% right, where chance gives 50 %%", 100 * next))
    }
    if let report = shape.classification { show(report) }
    if let reading = shape.reading {
      Terminal.print(String(
        format: "  of %d questions in wordings kept from training: relation of %d read rightly %.3f, domain %.3f", reading.questions, reading.relations,
        reading.relation, reading.domain))
    }
  }

  private static func show(_ report: ClassificationShape) {
    Terminal.print(String(
      format: "  %d texts trained on, %d held out: accuracy %.3f (always the most frequent: %.3f), macro-F1 %.3f", report.examples, report.heldOut,
      report.accuracy, report.baseline, report.macroF1))
    // Rows are what a text is, columns what it was told to be.
    var table = Table()
    table.add(row: ["  is, told:", "F1"] + (report.labels.count <= 12 ? report.labels.map { Terminal.harmless(String($0.prefix(12))) } : []))
    for (index, label) in report.labels.enumerated() {
      let row = report.labels.count <= 12 ? report.confusions[index].map(String.init) : []
      table.add(row: ["  " + Terminal.harmless(String(label.prefix(32))), String(format: "%.3f", report.f1[index])] + row)
    }
    Terminal.print(table.text)
  }
}
