import Wire

enum JobsCommand: Command {
  static let name = "jobs"
  static let summary = "what is being taken in, and what became of it"
  static let usage = ["jobs [--json]", "jobs ID [--json]", "jobs cancel ID"]
  static let flags = [Flag.json]
  static let words = ["cancel"]
  static let notes = "    Jobs outlive the daemon: one that was broken off goes on at the next start."

  static func run(_ arguments: Arguments) throws -> Int32 {
    let daemon = try DaemonClient()
    if arguments.words.first == "cancel" {
      guard arguments.words.count == 2, let id = Int64(arguments.words[1]) else { throw Failure.usage("jobs cancel takes a job's number") }
      let job = try daemon.delete(["v1", "jobs", String(id)], as: JobShape.self)
      Terminal.print("job \(id): \(job.status.rawValue), \(job.done) of \(job.total) documents")
      return ExitCode.done
    }
    if let word = arguments.words.first {
      guard arguments.words.count == 1, let id = Int64(word) else { throw Failure.usage("jobs takes a job's number, or cancel and a number") }
      let job = try daemon.get(["v1", "jobs", String(id)], as: JobShape.self)
      if arguments.has("--json") {
        Terminal.print(String(decoding: try WireJSON.encode(job), as: UTF8.self))
      } else {
        Terminal.print("job \(job.id): \(job.status.rawValue), \(job.done) of \(job.total) documents, \(job.triples) triples")
        if let training = job.training { Terminal.print(TrainCommand.text(training)) }
        if let training = job.modelTraining { Terminal.print(TrainCommand.text(training)) }
        for failure in job.failed { Terminal.print(Terminal.harmless("failed  \(failure.document): \(failure.error)")) }
      }
      return job.failed.isEmpty ? ExitCode.done : ExitCode.someFailed
    }
    let list = try daemon.get(["v1", "jobs"], as: JobList.self)
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(list), as: UTF8.self))
      return ExitCode.done
    }
    var table = Table()
    for job in list.jobs {
      table.add(String(job.id), job.kind, job.status.rawValue, "\(job.done)/\(job.total)", job.failed.isEmpty ? "" : "\(job.failed.count) failed")
    }
    if table.isEmpty { Terminal.say("there are no jobs") } else { Terminal.print(table.text) }
    return ExitCode.done
  }
}
