import Foundation

/// Another program that does the same work on the same machine: a Python script that answers one line for each line.
///
/// The peer stays loaded between its runs and sleeps while ours runs, so that the two take turns and share the
/// machine's moods.
final class Peer {
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  struct Fault: Error, CustomStringConvertible { let description: String }

  /// Starts `Tests/Reference/<script>` and waits for its first line, which names it.
  ///
  /// - Parameter environment: the peer's own environment, as setup.sh calls it; nil for the one that most share.
  init(script: String, arguments: [String], environment own: String? = nil) throws {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
    let python = (environment["KGASSIST_REFERENCE_VENV"] ?? cache + "/kgassist/reference") + (own.map { "-" + $0 } ?? "") + "/bin/python"
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Fault(description: "\(python) is missing: run Tests/Reference/setup.sh\(own.map { " " + $0 } ?? "") first")
    }
    let path = "Tests/Reference/" + script
    guard FileManager.default.fileExists(atPath: path) else { throw Fault(description: "\(path) is not here: run from the checkout") }
    process.executableURL = URL(filePath: python)
    process.arguments = [path] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard let first = Self.line(from: output.fileHandleForReading) else { throw Fault(description: "\(path) ended before it was ready") }
    name = first
  }

  /// One run: the values it measured.
  func run() throws -> [Double] {
    try input.fileHandleForWriting.write(contentsOf: Data("run\n".utf8))
    guard let line = Self.line(from: output.fileHandleForReading) else { throw Fault(description: "the peer ended early") }
    return line.split(separator: " ").compactMap { Double($0) }
  }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private static func line(from handle: FileHandle) -> String? {
    var bytes: [UInt8] = []
    while let byte = try? handle.read(upToCount: 1), !byte.isEmpty {
      if byte[byte.startIndex] == 10 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte[byte.startIndex])
    }
    return nil
  }
}
