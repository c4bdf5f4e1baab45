import Foundation
import Wire

/// Changes that are made at once, each in one transaction.
extension GraphCommand {
  /// Files that go into a named graph, are read leniently, are only tried, or are large: sent one by one, each answered before the next.
  static func importAtOnce(_ files: [String], _ arguments: Arguments) throws -> Int32 {
    let daemon = try DaemonClient()
    var query: [String: String] = [:]
    query["graph"] = arguments.text("--graph")
    query["domain"] = try arguments.domain()
    for (flag, key) in [("--lenient", "lenient"), ("--replace", "replace"), ("--dry-run", "dry_run")] where arguments.has(flag) { query[key] = "1" }
    var failed = 0
    for file in try FileListing(files).files {
      query["name"] = file.name
      do {
        let report = try daemon.send(["v1", "graph", "import"], query, file: file.path, as: GraphImportShape.self)
        if arguments.has("--json") { _ = try printed(report) } else { tell(report) }
        if report.skipped > 0 { failed += 1 }
      } catch let failure as Failure where files.count > 1 && failure.exitCode != ExitCode.noDaemon {
        Terminal.say(Terminal.harmless(failure.description))
        failed += 1
      }
    }
    return failed == 0 ? ExitCode.done : ExitCode.someFailed
  }

  private static func tell(_ report: GraphImportShape) {
    let verb = report.dryRun ? "would be new" : "new"
    let state = report.unchanged ? "unchanged" : "\(report.read) statements read, \(report.added) \(verb)"
    Terminal.print(Terminal.harmless("\(report.name): \(state)" + (report.skipped == 0 ? "" : ", \(report.skipped) left out")))
    for error in report.errors { Terminal.say(Terminal.harmless("  line \(error.line), column \(error.column): \(error.message)")) }
    for contradiction in report.contradictions { Terminal.say(text(contradiction)) }
  }

  static func remove(_ rest: [String], _ arguments: Arguments) throws -> Int32 {
    guard rest.isEmpty else { throw Failure.usage("graph remove takes a pattern in flags: --subject, --predicate, --object, --graph") }
    var query: [String: String] = [:]
    for (flag, key) in [("--subject", "s"), ("--predicate", "p"), ("--object", "o"), ("--graph", "g")] { query[key] = arguments.text(flag) }
    guard query.isEmpty == arguments.has("--all") else {
      throw Failure.usage("graph remove takes at least one of --subject, --predicate, --object and --graph, or --all alone")
    }
    if arguments.has("--all") { query["all"] = "1" }
    if arguments.has("--dry-run") { query["dry_run"] = "1" }
    let removal = try DaemonClient().delete(["v1", "triples"], query, as: GraphRemovalShape.self)
    if arguments.has("--json") { return try printed(removal) }
    Terminal.print(removal.dryRun ? "\(removal.removed) triples would be removed" : "removed \(removal.removed) triples")
    return ExitCode.done
  }

  static func contradictions(_ arguments: Arguments) throws -> Int32 {
    let list = try DaemonClient().get(["v1", "graph", "contradictions"], as: ContradictionList.self)
    if arguments.has("--json") { return try printed(list) }
    for contradiction in list.contradictions { Terminal.print(text(contradiction)) }
    if list.contradictions.isEmpty { Terminal.say("no property that can have one value has several") }
    return ExitCode.done
  }

  static func text(_ contradiction: ContradictionShape) -> String {
    let head = contradiction.inverse
      ? "\(contradiction.entity) can be \(contradiction.predicate) of one thing only:"
      : "\(contradiction.entity) can have one value of \(contradiction.predicate) at a time:"
    return Terminal.harmless(head) + contradiction.facts.map { "\n  \(line($0))" }.joined()
  }

  static func same(_ rest: [String], _ arguments: Arguments) throws -> Int32 {
    let verb = arguments.words[0]
    guard rest.count == 2 else { throw Failure.usage("graph \(verb) takes two entities; put their names in quotes") }
    var query = ["a": rest[0], "b": rest[1]]
    if arguments.has("--sure") { query["sure"] = "1" }
    let daemon = try DaemonClient()
    let shape = verb == "merge"
      ? try daemon.send(["v1", "same"], query, bytes: [], as: SameShape.self) : try daemon.delete(["v1", "same"], query, as: SameShape.self)
    if arguments.has("--json") { return try printed(shape) }
    Terminal.print(Terminal.harmless("the same: \(shape.same.joined(separator: ", "))"))
    return ExitCode.done
  }
}
