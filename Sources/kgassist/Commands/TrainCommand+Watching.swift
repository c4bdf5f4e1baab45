import Glibc
import Wire

extension TrainCommand {
  /// Starts a training and stays with it to its end.
  ///
  /// - Parameters:
  ///   - kept: what is said of the older state when ctrl-C breaks it off.
  ///   - text: one line of how far it is.
  ///   - finish: says what came of it.
  static func start(
    _ request: TrainRequest, _ arguments: Arguments, kept: String, text: (JobShape) -> String?, finish: (JobShape) throws -> Int32
  ) throws -> Int32 {
    let daemon = try DaemonClient(), job = try daemon.post(["v1", "train"], request, as: JobAccepted.self).job
    if arguments.has("--detach") {
      Terminal.print(arguments.has("--json") ? #"{"job":\#(job)}"# : "job \(job); kgassist jobs \(job) shows how far it is")
      return ExitCode.done
    }
    Interruption.catchIt()
    var line = StatusLine()
    while true {
      if Interruption.isWanted {
        line.clear()
        _ = try daemon.delete(["v1", "jobs", String(job)], as: JobShape.self)
        Terminal.say("broken off; \(kept), and the same command goes on from here")
        return ExitCode.interrupted
      }
      let state = try daemon.get(["v1", "jobs", String(job)], as: JobShape.self)
      if let text = text(state) { line.show(text) }
      if state.status.isFinal {
        line.clear()
        if let failure = state.failed.first { throw Failure(failure.error) }
        guard state.status == .done else { throw Failure("job \(state.id) was \(state.status.rawValue)") }
        return try finish(state)
      }
      if let obstacle = state.obstacle {
        line.clear()
        throw Failure("job \(job) stands still: \(obstacle). Once that is mended it goes on by itself")
      }
      usleep(100_000)
    }
  }

  /// What is trained, where the daemon was started anew and no longer knows of the job.
  static func everything() throws -> Int32 { try run(Arguments(["status"], flags: flags, command: name)) }

  static func decimal(_ flag: String, _ arguments: Arguments) throws -> Double? {
    guard let text = arguments.text(flag) else { return nil }
    guard let number = Double(text), number >= 0, number < 1000 else { throw Failure.usage("\(flag) must be a number from 0 to 1000, not \(text)") }
    return number
  }
}
