/// All commands, in the order of the help.
enum CommandList {
  static let all: [any Command.Type] = [
    AskCommand.self, ChatCommand.self, SearchCommand.self, IngestCommand.self, DocsCommand.self, GraphCommand.self, TrainCommand.self,
    JobsCommand.self, StatusCommand.self, DoctorCommand.self, ModelsCommand.self, EmbedCommand.self, ClassifyCommand.self, ReadCommand.self, TranscribeCommand.self,
    EvalCommand.self,
    VerifyCommand.self, BackupCommand.self, CompletionsCommand.self, HelpCommand.self,
  ]

  static func named(_ name: String) throws -> any Command.Type {
    if let command = all.first(where: { $0.name == name }) { return command }
    let near = Suggestion.nearest(to: name, in: all.map { $0.name }).map { "; did you mean \($0)?" } ?? ";"
    throw Failure.usage("there is no command \(name)\(near) `kgassist help` lists them")
  }
}
