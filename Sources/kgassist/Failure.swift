import Wire

/// Why a command ends early: what a person reads, and the exit code.
struct Failure: Error, CustomStringConvertible {
  let description: String
  let exitCode: Int32

  init(_ description: String, exitCode: Int32 = ExitCode.failed) {
    self.description = description
    self.exitCode = exitCode
  }

  static func usage(_ text: String) -> Failure { Failure(text, exitCode: ExitCode.usage) }

  /// An error that the daemon answered with.
  init(status: Int, _ body: ErrorBody?, retryAfter: String? = nil) {
    var text = body?.error.message ?? "the daemon answered with status \(status)"
    if let retryAfter, body?.error.code == "busy" { text += " (in about \(retryAfter) s)" }
    self.init(text, exitCode: ExitCode.of(status: status, code: body?.error.code))
  }
}
