import Wire

enum VerifyCommand: Command {
  static let name = "verify"
  static let summary = "whether the store is whole"
  static let usage = ["verify [--json]"]
  static let flags = [Flag.json]
  static let notes = "    Reads all of the store. Exit codes: 0 it is whole, 1 it is not; each problem is a line."

  static func run(_ arguments: Arguments) throws -> Int32 {
    let reply = try DaemonClient().get(["v1", "verify"], as: VerificationShape.self)
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
    } else if reply.problems.isEmpty {
      Terminal.print("the store is whole")
    } else {
      for problem in reply.problems { Terminal.print(Terminal.harmless(problem)) }
      Terminal.say("kgassist: the store is damaged; restore a backup, or ingest into a new state folder")
    }
    return reply.problems.isEmpty ? ExitCode.done : ExitCode.failed
  }
}
