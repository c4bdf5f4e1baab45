import Foundation
import Wire

extension EvalCommand {
  /// Trains and judges the fusion Transformer's rows in `kgassist-bench`, and prints their tables.
  static func ablation(_ arguments: Arguments) throws -> Int32 {
    let words = arguments.words.isEmpty ? ["all"] : arguments.words
    let parts = try words.flatMap { word throws -> [Ablation] in
      if word == "all" { return Ablation.allCases }
      guard let part = Ablation(rawValue: word) else {
        throw Failure.usage("there is no ablation \(word); there are \(Ablation.allCases.map(\.rawValue).joined(separator: ", ")) and all")
      }
      return [part]
    }
    let seeds = try arguments.number("--seeds", in: 1...100) ?? 3, steps = try arguments.number("--steps", in: 1...1_000_000)
    let bench = try SiblingProgram("kgassist-bench"), home = try bench.home(), settings = try Settings.ofProcess(flags: [:])
    let room = try TemporaryFolder()
    defer { room.remove() }
    var environment = ProcessInfo.processInfo.environment, kept: String?
    environment["KGASSIST_MODELS"] = settings.text(.models)
    func store() throws -> String {
      if let kept { return kept }
      kept = try storeFile(settings, room)
      return kept!
    }
    let data = arguments.text("--data").map { URL(filePath: $0).standardizedFileURL.path }
    Interruption.catchIt()
    var result = ExitCode.done
    for part in parts {
      // One folder for one part; for several one with a folder for each.
      let folder = data.map { parts.count == 1 ? $0 : $0 + "/" + part.rawValue }
      if parts.count > 1, part.source != nil, !(folder.map { FileManager.default.fileExists(atPath: $0) } ?? false) {
        Terminal.say("\(part.rawValue): left out, there is no \(folder ?? "--data FOLDER with a folder \(part.rawValue)"); \(part.source ?? "")")
        result = ExitCode.someFailed
        continue
      }
      var call = try part.arguments(data: folder, store: store, cache: room.path + "/" + part.rawValue) + ["--runs", String(seeds)]
      if let steps { call += ["--steps", String(steps)] }
      var table = Table()
      table.add(part.rawValue, "value", "95 %", "")
      let status = try bench.run(call, in: home, environment: environment) { line in
        if arguments.has("--json") { return Terminal.print(line) }
        guard let line = try? WireJSON.decode(AblationLine.self, from: Array(line.utf8)) else { return }
        let (what, interval) = line.parts
        table.add(Terminal.harmless(what), String(format: "%.3f", line.value), Terminal.harmless(interval), Terminal.harmless(line.unit))
      }
      if Interruption.isWanted { return ExitCode.interrupted }
      guard status == 0 else {
        throw Failure("the part \(part.rawValue) ended with \(status); what it said stands above", exitCode: status > 128 ? ExitCode.failed : status)
      }
      if !arguments.has("--json") { Terminal.print("\(Terminal.bold(part.title)), \(seeds) \(seeds == 1 ? "seed" : "seeds")\n\(table.text)\n") }
    }
    return result
  }

  /// A copy of the daemon's store, or the file itself where no daemon runs.
  private static func storeFile(_ settings: Settings, _ room: TemporaryFolder) throws -> String {
    let copy = room.path + "/graph.sqlite3"
    do {
      let file = try OutputFile(new: copy)
      try DaemonClient().perform("GET", ["v1", "backup"]) { try file.write($0) }
      return copy
    } catch let failure as Failure where failure.exitCode == ExitCode.noDaemon {
      let file = settings.text(.state) + "/graph.sqlite3"
      guard FileManager.default.fileExists(atPath: file) else {
        throw Failure("neither a daemon answers nor is \(file) there; start kgassistd and take the graphs in first", exitCode: ExitCode.noDaemon)
      }
      return file
    }
  }
}
