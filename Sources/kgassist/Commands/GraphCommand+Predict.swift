import Foundation
import Wire

extension GraphCommand {
  /// Links that nobody states, likeliest first, each with what speaks for it.
  static func predict(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.count == 2 else { throw Failure.usage("graph predict takes an entity and a relation; put names of several words in quotes") }
    var request = PredictRequest(entity: words[0], relation: words[1])
    request.direction = arguments.has("--subjects") ? "subject" : nil
    request.k = try arguments.number("--limit", in: 1...1000)
    request.domain = try arguments.domain()
    let shape = try DaemonClient().post(["v1", "graph", "predict"], request, as: PredictionShape.self)
    if arguments.has("--json") { return try printed(shape) }
    if shape.predictions.isEmpty {
      Terminal.say("nothing may be predicted: what its domain and range allow is stated already")
      return ExitCode.done
    }
    let question = shape.direction == "object" ? "\(shape.entity)  \(shape.relation)  …" : "…  \(shape.relation)  \(shape.entity)"
    Terminal.print(Terminal.bold(Terminal.harmless(question)) + Terminal.dim("  (predicted, stated nowhere)"))
    for link in shape.predictions {
      Terminal.print(Terminal.harmless(String(format: "%5.1f %%  ", link.probability * 100) + link.label))
      for fact in link.because { Terminal.print(Terminal.dim(Terminal.harmless("           since \(line(fact))"))) }
    }
    for line in TrainCommand.reliability(shape.reliability) { Terminal.say(line) }
    if !shape.current { Terminal.say("note: the graph has changed since the embeddings were trained; kgassist train graph brings them up to date") }
    return ExitCode.done
  }

  /// A domain's things where their vectors put them, as SVG.
  static func map(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.count <= 1 else { throw Failure.usage("graph map takes one domain: finance, medical or code") }
    var query: [String: String] = [:]
    query["domain"] = try words.first ?? arguments.domain()
    query["method"] = arguments.text("--method")
    query["limit"] = try arguments.number("--limit", in: 3...1000).map(String.init)
    return try picture(try DaemonClient().request("GET", ["v1", "graph", "map"], query), arguments)
  }

  /// A picture on stdout, or in a new file.
  static func picture(_ bytes: [UInt8], _ arguments: Arguments) throws -> Int32 {
    guard let path = arguments.text("--output") else {
      if Terminal.outputIsTerminal { Terminal.say("note: this is SVG; --output FILE keeps it for a browser") }
      try OutputFile.standardOutput.write(bytes)
      return ExitCode.done
    }
    try OutputFile(new: path).write(bytes)
    Terminal.say("\(path): \(bytes.count) bytes")
    return ExitCode.done
  }
}
