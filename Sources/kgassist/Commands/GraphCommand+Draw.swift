import Wire

extension GraphCommand {
  /// A picture on stdout, or in a new file.
  static func draw(_ names: [String], _ arguments: Arguments) throws -> Int32 {
    guard names.count == 1 else { throw Failure.usage("graph draw takes one entity; put its name in quotes") }
    let format = arguments.text("--format") ?? "svg"
    guard ["svg", "dot"].contains(format) else { throw Failure.usage("--format must be svg or dot, not \(format)") }
    var query = ["entity": names[0], "format": format]
    query["depth"] = try arguments.number("--depth", in: 1...3).map(String.init)
    query["limit"] = try arguments.number("--limit", in: 1...150).map(String.init)
    let bytes = try DaemonClient().request("GET", ["v1", "graph", "picture"], query)
    guard let path = arguments.text("--output") else {
      if format == "svg", Terminal.outputIsTerminal { Terminal.say("note: this is SVG; --output FILE keeps it for a browser") }
      try OutputFile.standardOutput.write(bytes)
      return ExitCode.done
    }
    try OutputFile(new: path).write(bytes)
    Terminal.say("\(path): \(bytes.count) bytes")
    return ExitCode.done
  }
}
