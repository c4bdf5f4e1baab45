import Foundation
import Glibc
import Wire

/// - Returns: the exit code.
func runCommandLine(_ arguments: [String]) -> Int32 {
  do {
    guard let first = arguments.first else {
      Terminal.sayRaw(HelpCommand.overview)
      return ExitCode.usage
    }
    switch first {
    case "--help", "-h":
      Terminal.print(HelpCommand.overview, terminator: "")
      return ExitCode.done
    case "--version":
      Terminal.print("kgassist \(Version.current)")
      return ExitCode.done
    default: break
    }
    let command = try CommandList.named(first)
    let rest = arguments.dropFirst()
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      Terminal.print(HelpCommand.text(of: command), terminator: "")
      return ExitCode.done
    }
    return try command.run(Arguments(rest, flags: command.flags, command: command.name))
  } catch let failure as Failure {
    Terminal.say("kgassist: \(Terminal.harmless(failure.description))")
    return failure.exitCode
  } catch let error as SettingsError {
    Terminal.say("kgassist: \(error)")
    return ExitCode.badSettings
  } catch {
    Terminal.say("kgassist: \(error)")
    return ExitCode.failed
  }
}

exit(runCommandLine(Array(CommandLine.arguments.dropFirst())))
