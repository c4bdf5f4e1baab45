enum CompletionsCommand: Command {
  static let name = "completions"
  static let summary = "completion of commands for a shell"
  static let usage = ["completions bash|zsh|fish"]
  static let flags: [Flag] = []
  static let words = ["bash", "zsh", "fish"]
  static let notes = """
      source <(kgassist completions bash)                                    in ~/.bashrc
      source <(kgassist completions zsh)                                     in ~/.zshrc, after compinit
      kgassist completions fish > ~/.config/fish/completions/kgassist.fish
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    switch arguments.words.first {
    case "bash": Terminal.print(bash, terminator: "")
    case "zsh": Terminal.print("autoload -U +X bashcompinit && bashcompinit\n" + bash, terminator: "")
    case "fish": Terminal.print(fish, terminator: "")
    default: throw Failure.usage("completions takes bash, zsh or fish")
    }
    return ExitCode.done
  }

  private static var bash: String {
    var cases = ""
    for command in CommandList.all {
      let words = (command.words + command.flags.map(\.name)).joined(separator: " ")
      cases += "    \(command.name)) words=\"\(words)\" ;;\n"
    }
    return """
      _kgassist() {
        local current=${COMP_WORDS[COMP_CWORD]} words=
        if [ "$COMP_CWORD" -eq 1 ]; then
          words="\(CommandList.all.map { $0.name }.joined(separator: " ")) --help --version"
        elif [ "${COMP_WORDS[COMP_CWORD-1]}" = --domain ]; then
          words="finance medical code"
        else
          case ${COMP_WORDS[1]} in
      \(cases)    esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -o default -F _kgassist kgassist

      """
  }

  private static var fish: String {
    var text = "complete -c kgassist -f\n"
    for command in CommandList.all {
      text += "complete -c kgassist -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))\n"
      let condition = "'__fish_seen_subcommand_from \(command.name)'"
      for word in command.words { text += "complete -c kgassist -n \(condition) -a \(word)\n" }
      for flag in command.flags {
        let form = flag.name.hasPrefix("--") ? "-l \(flag.name.dropFirst(2))" : "-s \(flag.name.dropFirst())"
        text += "complete -c kgassist -n \(condition) \(form)\(flag.value == nil ? "" : " -r") -d \(quoted(flag.summary))\n"
      }
    }
    for name in ["ingest", "backup", "eval", "graph"] {
      text += "complete -c kgassist -n '__fish_seen_subcommand_from \(name)' -F\n"
    }
    return text
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'") + "'"
  }
}
