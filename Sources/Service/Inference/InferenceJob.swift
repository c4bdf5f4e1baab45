import KnowledgeGraph
import Rules
import Wire

/// The application of the rules as a job of the queue.
struct InferenceJob: Sendable {
  static let kind = "infer"
  /// The name of its only item.
  static let item = "rules"
  private static let dryRun = "dry-run"

  let isDryRun: Bool

  init(isDryRun: Bool) { self.isDryRun = isDryRun }

  /// As it lies in the queue.
  init(_ item: JobItem) { isDryRun = item.bytes == Array(Self.dryRun.utf8) }

  /// Puts it at the end of the queue.
  func enqueue(in writer: StoreWriter, uid: Int) throws -> JobID {
    let job = try writer.createJob(kind: Self.kind, uid: uid)
    try writer.addJobItem(
      job: job, name: Self.item, mediaType: nil, domain: nil, replace: false, bytes: isDryRun ? Array(Self.dryRun.utf8) : [])
    return job
  }

  /// What a dry run throws, so that the store takes everything back.
  private struct Rehearsed: Error { let report: InferenceReport }

  /// - Parameter progress: called on the store's thread.
  func run(on store: GraphStore, progress: @escaping @Sendable (RuleEngine.Progress) -> Void) async throws -> InferenceShape {
    do {
      let report = try await store.write { writer in
        let report = try RuleEngine(units: UnitNames.known).infer(in: writer, progress: progress)
        if isDryRun { throw Rehearsed(report: report) }
        return report
      }
      return InferenceShape(report, isDryRun: false)
    } catch let rehearsed as Rehearsed {
      return InferenceShape(rehearsed.report, isDryRun: true)
    }
  }
}

extension InferenceShape {
  init(_ report: InferenceReport, isDryRun: Bool) {
    self.init(
      dryRun: isDryRun, examined: report.examined, concluded: report.concluded, withdrawn: report.withdrawn, inferred: report.inferred,
      rules: report.byRule.map { RuleCount(rule: $0.rule, triples: $0.count) }, problems: report.problems, seconds: report.seconds)
  }
}
