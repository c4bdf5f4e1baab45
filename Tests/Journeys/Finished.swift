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
    let room = try Folder()
    let source = try room.write("in", input)
    let output = try room.write("out", "")
    let errors = try room.write("err", "")
    // Files, not pipes: nothing blocks however much is written.
    let files = try [
      FileHandle(forReadingFrom: source), FileHandle(forWritingTo: output), FileHandle(forWritingTo: errors),
    ]
    let process = try ChildProcess(
      program, arguments, environment: environment, folder: folder, input: files[0].fileDescriptor,
      output: files[1].fileDescriptor, errors: files[2].fileDescriptor)
    process.waitAtMost(limit)
    withExtendedLifetime(files) {}
    return Finished(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
