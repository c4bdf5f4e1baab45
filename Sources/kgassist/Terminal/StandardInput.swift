import Foundation
import Glibc

/// What is piped in.
enum StandardInput {
  private static let limit = 32 << 20

  /// Everything until the end.
  static func text() throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw Failure("the piped text is larger than 32 MiB", exitCode: ExitCode.undecodable) }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("the piped text is not UTF-8", exitCode: ExitCode.undecodable)
    }
    return text
  }

  /// Text that somebody pipes beside an argument. A pipe that stays silent for 200 ms is one that nobody writes into, such
  /// as a remote shell's; `-` waits for it.
  static func pipedText() throws -> String {
    var status = stat()
    guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return "" }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return try text()
    case S_IFIFO, S_IFSOCK:
      var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&entry, 1, 200) > 0 ? try text() : ""
    default: return ""
    }
  }

  /// The words given and the text piped in, joined; `-` stands for the piped text.
  static func joined(_ words: [String], what: String) throws -> String {
    let given = words.filter { $0 != "-" }.joined(separator: " ")
    let piped: String
    if words.contains("-") {
      piped = try text()
    } else if Terminal.inputIsTerminal {
      piped = ""
    } else {
      piped = words.isEmpty ? try text() : try pipedText()
    }
    let parts = [given, piped].map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    guard !parts.isEmpty else { throw Failure.usage("\(what) is missing") }
    return parts.joined(separator: "\n\n")
  }
}
