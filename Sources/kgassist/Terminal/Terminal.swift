import Foundation
import Glibc

/// Where results and messages go.
enum Terminal {
  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1
  static let inputIsTerminal = isatty(STDIN_FILENO) == 1
  /// See no-color.org: any value that is not empty.
  private static let colours = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty

  /// A result, on stdout, at once.
  static func print(_ text: String, terminator: String = "\n") { write(text + terminator, to: STDOUT_FILENO) }

  /// A message for a person, on stderr.
  static func say(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  static func sayRaw(_ text: String) { write(text, to: STDERR_FILENO) }

  static func bold(_ text: String) -> String { outputIsTerminal && colours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  static func dim(_ text: String) -> String { outputIsTerminal && colours ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// Columns of the terminal behind stderr.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Text that came from elsewhere, without the control characters that could drive a terminal.
  static func harmless(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { scalar in
      switch scalar {
      case "\n", "\t": scalar
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): "\u{FFFD}"
      default: scalar
      }
    }))
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
