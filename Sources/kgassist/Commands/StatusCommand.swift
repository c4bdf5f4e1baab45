import Wire

enum StatusCommand: Command {
  static let name = "status"
  static let summary = "what the daemon is and does"
  static let usage = ["status [--json]"]
  static let flags = [Flag.json]
  static let notes = "    Exit codes: 0 it answers, 69 there is no daemon."

  /// The object of `--json`.
  private struct Status: Encodable {
    let version: VersionShape
    let models: [ModelList.Model]
    let jobs: [JobShape]
    let figures: [String: Double]
  }

  static func run(_ arguments: Arguments) throws -> Int32 {
    let daemon = try DaemonClient()
    let version = try daemon.get(["version"], as: VersionShape.self)
    let models = try daemon.get(["v1", "models"], as: ModelList.self).data
    let jobs = try daemon.get(["v1", "jobs"], as: JobList.self).jobs.filter { !$0.status.isFinal }
    let figures = Self.figures(String(decoding: try daemon.request("GET", ["metrics"]), as: UTF8.self))
    if arguments.has("--json") {
      let status = Status(version: version, models: models, jobs: jobs, figures: figures)
      Terminal.print(String(decoding: try WireJSON.encode(status), as: UTF8.self))
      return ExitCode.done
    }
    func count(_ key: String) -> String { String(Int(figures[key] ?? 0)) }
    var table = Table()
    table.add("daemon", "kgassistd \(version.version), process \(version.pid), \(version.socket)")
    table.add("computes", "\(version.instructionSet), \(version.threads) threads")
    for model in models { table.add(model.role, "\(model.id): \(model.state)") }
    table.add(
      "store",
      "\(count("store_rows{kind=\"documents\"}")) documents, \(count("store_rows{kind=\"passages\"}")) passages, \(count("store_rows{kind=\"triples\"}")) triples; \(version.state)"
    )
    table.add("questions", "\(count("asks_running")) running, \(count("asks_waiting")) waiting")
    table.add("jobs", jobs.isEmpty ? "none" : jobs.map { "\($0.id) (\($0.done)/\($0.total))" }.joined(separator: ", "))
    Terminal.print(table.text)
    for model in models { if let message = model.message { Terminal.say(Terminal.harmless("note: \(message)")) } }
    return ExitCode.done
  }

  /// The values of Prometheus' text format by name and labels, without the program's prefix.
  private static func figures(_ text: String) -> [String: Double] {
    var figures: [String: Double] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("kgassist_") {
      guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else { continue }
      figures[String(line[..<space].dropFirst("kgassist_".count))] = value
    }
    return figures
  }
}
