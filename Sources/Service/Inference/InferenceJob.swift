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
  private struct Rehearsed: Error { let shape: InferenceShape }

  /// - Parameter progress: called on the store's thread.
  func run(on store: GraphStore, progress: @escaping @Sendable (RuleEngine.Progress) -> Void) async throws -> InferenceShape {
    do {
      return try await store.write { writer in
        let report = try RuleEngine(units: UnitNames.known).infer(in: writer, progress: progress)
        let names = GraphNames(reader: writer.reader)
        let shape = InferenceShape(report, contradictions: try report.contradictions.map { try names.contradiction($0) }, isDryRun: isDryRun)
        if isDryRun { throw Rehearsed(shape: shape) }
        return shape
      }
    } catch let rehearsed as Rehearsed {
      return rehearsed.shape
    }
  }
}

extension InferenceShape {
  init(_ report: InferenceReport, contradictions: [ContradictionShape], isDryRun: Bool) {
    self.init(
      dryRun: isDryRun, examined: report.examined, concluded: report.concluded, withdrawn: report.withdrawn, inferred: report.inferred,
      rules: report.byRule.map { RuleCount(rule: $0.rule, triples: $0.count) }, problems: report.problems, contradictions: contradictions,
      seconds: report.seconds)
  }
}
