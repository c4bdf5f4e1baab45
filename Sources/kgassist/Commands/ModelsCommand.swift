import Wire

enum ModelsCommand: Command {
  static let name = "models"
  static let summary = "the models of the daemon, and the adapters, classifiers and decoders trained here"
  static let usage = ["models [--json]"]
  static let flags = [Flag.json]
  static let notes = """
    Daemon/fetch-models.sh brings weights; kgassistd --decoder NAME (KGASSIST_DECODER) chooses a decoder of the models folder, or one that was trained
    here, for all answers; kgassist ask --decoder NAME lets a trained one word a single answer. Adapters are for kgassist ask --adapter
    NAME, classifiers for kgassist classify NAME. A folder with an adapter in PEFT's format that is laid into adapters/ in the state folder is used
    like one that was trained here.
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let list = try DaemonClient().get(["v1", "models"], as: ModelList.self)
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(list), as: UTF8.self))
      return ExitCode.done
    }
    var table = Table()
    for model in list.data {
      table.add(row: [model.role, model.state, Terminal.harmless(model.id)] + (model.base.map { ["of " + Terminal.harmless($0)] } ?? []))
    }
    Terminal.print(table.text)
    for model in list.data { if let message = model.message { Terminal.say(Terminal.harmless("note: \(message)")) } }
    return ExitCode.done
  }
}
