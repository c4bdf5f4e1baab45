/// One word behind `kgassist`.
protocol Command: SendableMetatype {
  static var name: String { get }
  /// One line for the list of commands.
  static var summary: String { get }
  /// How it is called, each way a line, without the program's name.
  static var usage: [String] { get }
  /// Flags with what they do.
  static var flags: [Flag] { get }
  /// What else a person wants to know, with examples.
  static var notes: String { get }
  /// Words that may stand behind the command's name, for completions.
  static var words: [String] { get }

  /// - Returns: the exit code.
  static func run(_ arguments: Arguments) throws -> Int32
}

extension Command {
  static var words: [String] { [] }
}

/// A flag of a command.
struct Flag {
  let name: String
  /// What stands for its value in the help; nil for a flag without one.
  let value: String?
  let summary: String

  init(_ name: String, _ value: String? = nil, _ summary: String) {
    self.name = name
    self.value = value
    self.summary = summary
  }

  static let json = Flag("--json", "print one JSON object, or one a line where it streams")
  static let domain = Flag("--domain", "D", "finance, medical or code; left out, it is found from the question")
}

extension Flag {
  init(_ name: String, _ summary: String) { self.init(name, nil, summary) }
}
