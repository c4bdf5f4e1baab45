import Wire

/// The daemon's command line: `--flag VALUE` or `--flag=VALUE`.
struct DaemonArguments {
  enum Request { case serve, help, version }

  private(set) var request = Request.serve
  private(set) var flags: [Setting: String] = [:]

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h", "help": request = .help
      case "--version": request = .version
      default:
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let setting = Setting.allCases.first(where: { $0.flag == parts[0] }) else {
          throw UsageError("kgassistd does not know \(argument); see kgassistd --help")
        }
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
          throw UsageError("\(parts[0]) needs a value; see kgassistd --help")
        }
        flags[setting] = value
      }
    }
  }

  static var help: String {
    var text = """
      kgassistd: the daemon of kgassist. Keeps the store, loads the models, answers on a Unix socket.

      usage: kgassistd [--socket PATH] [--state DIR] [--models DIR] [--decoder FILE] [--threads N]


      """
    for setting in Setting.allCases {
      let name = (setting.flag ?? "").padded(to: 12)
      text += "  \(name)\(setting.rawValue.padded(to: 20))\(setting.summary)\n"
    }
    text += """

      A flag goes before the environment, that before \(Settings.standardFile) (or the file KGASSIST_CONF names), that
      before the default. SIGTERM ends it: what runs is finished, 20 s at most.
      Exit codes: 0 ended in order, 2 wrong usage, 75 another daemon serves there, 77 not permitted, 78 bad settings.

      """
    return text
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
