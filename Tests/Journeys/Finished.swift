import Foundation

/// What a program left behind.
struct Finished {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a program to its end.
  ///
  /// - Parameter limit: after so many seconds it is killed, and the status is that of the signal.
  static func run(
    _ program: URL, _ arguments: [String], environment: [String: String], input: String = "", limit: Double = 120,
    in folder: URL? = nil
  ) throws -> Finished {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder
    let room = try Folder()
    let source = try room.write("in", input)
    let output = try room.write("out", "")
    let errors = try room.write("err", "")
    // Files, not pipes: nothing blocks however much is written.
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitAtMost(limit)
    return Finished(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}

extension Process {
  /// Waits for the end, and kills the process when it does not come in time.
  func waitAtMost(_ seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while isRunning, ContinuousClock.now < end { usleep(2000) }
    if isRunning { kill(processIdentifier, SIGKILL) }
    waitUntilExit()
  }
}
