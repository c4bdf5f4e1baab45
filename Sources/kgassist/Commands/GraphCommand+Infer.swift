import Glibc
import Wire

extension GraphCommand {
  /// Applies the rules, and says what they concluded.
  static func infer(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.isEmpty else { throw Failure.usage("graph infer takes no names: rules are part of the graph") }
    var query: [String: String] = [:]
    if arguments.has("--dry-run") { query["dry_run"] = "1" }
    if let choice = arguments.text("--same-as") {
      guard choice == "on" || choice == "off" else { throw Failure.usage("--same-as must be on or off, not \(choice)") }
      query["same_as"] = choice == "on" ? "1" : "0"
    }
    let daemon = try DaemonClient()
    let reply = try daemon.request("POST", ["v1", "graph", "infer"], query)
    let job = try WireJSON.decode(JobAccepted.self, from: reply).job
    Interruption.catchIt()
    var bar = ProgressBar()
    while true {
      if Interruption.isWanted {
        bar.clear()
        _ = try daemon.delete(["v1", "jobs", String(job)], as: JobShape.self)
        Terminal.say("cancelled; nothing was changed")
        return ExitCode.interrupted
      }
      let state = try daemon.get(["v1", "jobs", String(job)], as: JobShape.self)
      if let progress = state.progress { bar.show(progress.done, of: progress.total, "triples") }
      if state.status.isFinal {
        bar.clear()
        return try finish(state, arguments)
      }
      if let obstacle = state.obstacle {
        bar.clear()
        throw Failure("job \(job) stands still: \(obstacle). Once that is mended it goes on by itself")
      }
      usleep(50_000)
    }
  }

  private static func finish(_ state: JobShape, _ arguments: Arguments) throws -> Int32 {
    if let failure = state.failed.first { throw Failure(failure.error) }
    guard let inference = state.inference else { throw Failure("job \(state.id) was \(state.status.rawValue)") }
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(inference), as: UTF8.self))
      return ExitCode.done
    }
    let would = inference.dryRun ? "would be " : ""
    Terminal.print(
      "\(inference.concluded) triples \(would)concluded, \(inference.withdrawn) \(would)withdrawn; \(inference.inferred) inferred in all (\(inference.examined) looked at)")
    for rule in inference.rules { Terminal.print(Terminal.harmless("  \(rule.triples)  \(rule.rule)")) }
    for contradiction in inference.contradictions { Terminal.say(text(contradiction)) }
    for problem in inference.problems { Terminal.say(Terminal.harmless("note: \(problem)")) }
    return ExitCode.done
  }
}
