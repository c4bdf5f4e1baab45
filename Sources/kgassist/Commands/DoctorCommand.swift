import Wire

enum DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "every setting with where it came from, and what is missing with the command that mends it"
  static let usage = ["doctor [--json]"]
  static let flags = [Flag.json]
  static let notes = """
    Works without a daemon. Digests of weights are computed once and remembered.
    Exit codes: 0 all that questions need is there, 1 something is missing.
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let diagnosis = Diagnosis(try Settings.ofProcess(flags: [:]))
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(diagnosis), as: UTF8.self))
    } else {
      show(diagnosis)
    }
    return diagnosis.isHealthy ? ExitCode.done : ExitCode.failed
  }

  private static func show(_ diagnosis: Diagnosis) {
    Terminal.print(Terminal.bold("kgassist \(diagnosis.version)"))
    var settings = Table()
    for line in diagnosis.settings { settings.add("  " + line.name, line.value ?? "–", line.origin) }
    Terminal.print("\nsettings\n\(settings.text)")
    var machine = Table()
    machine.add("  processor", "\(diagnosis.processor), \(diagnosis.processors) usable")
    machine.add("  features", diagnosis.features.joined(separator: " "))
    machine.add("  instruction set", diagnosis.instructionSet)
    for library in diagnosis.libraries { machine.add("  " + library.name, library.version ?? "not installed") }
    for program in diagnosis.programs { machine.add("  " + program.name, program.version ?? "not installed") }
    Terminal.print("\nmachine\n\(machine.text)")
    var models = Table()
    for model in diagnosis.models { models.add("  " + model.role, model.file, model.state, "sha256 " + (model.sha256 ?? "–")) }
    Terminal.print("\nmodels\n\(models.isEmpty ? "  none" : models.text)")
    Terminal.print("\ndaemon\n  \(diagnosis.daemon ?? "none")")
    if diagnosis.findings.isEmpty {
      Terminal.print("\nnothing is missing")
    } else {
      Terminal.print("\nto mend")
      for finding in diagnosis.findings {
        Terminal.print(Terminal.harmless("  - \(finding.problem)" + (finding.command.map { "\n      \($0)" } ?? "")))
      }
    }
  }
}
