import KnowledgeGraph
import Wire

extension JobShape {
  init(_ record: JobRecord, _ summary: JobSummary, obstacle: String?) {
    self.init(
      id: record.id.rawValue, kind: record.kind, status: Status(rawValue: record.status.rawValue) ?? .failed,
      done: record.done, total: record.total, triples: record.triples,
      failed: record.failed.map { Failure(document: $0.document, error: $0.error, code: summary.codes[$0.document]) },
      unchanged: summary.unchanged, passages: summary.passages, notices: summary.notices.isEmpty ? nil : summary.notices)
    if !status.isFinal {
      self.obstacle = obstacle
      progress = summary.progress
    }
    inference = summary.inference
    training = summary.training
    modelTraining = summary.modelTraining
  }
}
