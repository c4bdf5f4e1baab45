import Dispatch
import Foundation
import Glibc
import Service
import Wire

func say(_ text: String) { FileHandle.standardError.write(Data("kgassistd: \(text)\n".utf8)) }

do {
  let arguments = try DaemonArguments(Array(CommandLine.arguments.dropFirst()))
  switch arguments.request {
  case .help: print(DaemonArguments.help, terminator: "")
  case .version: print("kgassistd \(Version.current)")
  case .serve:
    _ = signal(SIGPIPE, SIG_IGN)
    let settings = try Settings.ofProcess(flags: arguments.flags)
    // The kernels look at the environment alone; a value of the settings file reaches them through it.
    if let level = settings[.instructionSet].text { _ = unsafe setenv("KGASSIST_ISA", level, 1) }
    let configuration = DaemonConfiguration(settings, environment: ProcessInfo.processInfo.environment)
    let daemon = try await Daemon(configuration)
    let signals = [SIGTERM, SIGINT].map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // Sendable, or it would belong to the main actor, whose queue this is not.
      source.setEventHandler { @Sendable in
        say("ending; what runs is finished first")
        daemon.stop()
      }
      source.resume()
      return source
    }
    say("serving \(configuration.socket), store \(configuration.state)/graph.sqlite3")
    await daemon.run()
    withExtendedLifetime(signals) {}
    say("ended")
  }
} catch let error as UsageError {
  say(error.description)
  exit(2)
} catch let error as SettingsError {
  say(error.description)
  exit(78)
} catch let error as DaemonError {
  say(error.description)
  exit(error.exitCode)
} catch {
  say("\(error)")
  exit(1)
}
