import Ingestion
import Wire

/// What the documents of a job brought, since the daemon started.
struct JobSummary: Sendable {
  private static let mostNotices = 100
  private(set) var unchanged = 0
  private(set) var passages = 0
  /// Of a job that applies rules.
  var inference: InferenceShape?
  /// Of a job that trains the graph's vectors.
  var training: TrainingShape?
  /// Of a job that trains a model.
  var modelTraining: ModelTrainingShape?
  var progress: ProgressShape?
  private(set) var notices: [String] = []
  /// By document, what kind of failure it was.
  private(set) var codes: [String: String] = [:]

  mutating func add(_ report: IngestionReport, hasEncoder: Bool) {
    if report.unchanged { unchanged += 1 } else { passages += report.passages }
    var new = report.notices
    if !hasEncoder, report.passages > 0, !report.unchanged {
      new.append(
        "stored without vectors, since the text encoder is missing; fetch it with Daemon/fetch-models.sh --only text, then ingest again with --replace")
    }
    for notice in new where notices.count < Self.mostNotices { notices.append("\(report.name): \(notice)") }
  }

  mutating func add(failure code: String, of document: String) {
    if codes.count < Self.mostNotices { codes[document] = code }
  }
}
