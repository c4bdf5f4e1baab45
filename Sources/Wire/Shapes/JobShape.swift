/// A job as `/v1/jobs` tells of it.
public struct JobShape: Codable, Sendable, Equatable {
  public enum Status: String, Codable, Sendable {
    case queued, running, done, failed, cancelled
    /// No work will be done on it any more, unless documents are added.
    public var isFinal: Bool { self != .queued && self != .running }
  }

  public struct Failure: Codable, Sendable, Equatable {
    public var document: String
    public var error: String
    /// A short fixed word such as `undecodable`; known while the daemon that saw the failure runs.
    public var code: String?

    public init(document: String, error: String, code: String? = nil) {
      self.document = document
      self.error = error
      self.code = code
    }
  }

  public var id: Int64
  public var kind: String
  public var status: Status
  /// Documents finished, failed ones counted.
  public var done: Int
  public var total: Int
  public var triples: Int
  public var failed: [Failure]
  /// Documents that the store held already.
  public var unchanged: Int?
  public var passages: Int?
  /// What was noticed about documents that were taken nevertheless.
  public var notices: [String]?
  /// Why the job does not go on at present, as when the disk is full; it goes on by itself once that is mended.
  public var obstacle: String?
  /// Of a job that applies rules, once it is done; known while the daemon that did it runs.
  public var inference: InferenceShape?
  /// Of a job that trains the graph's vectors, while the daemon that does it runs.
  public var training: TrainingShape?
  /// Of a job that trains a model, likewise.
  public var modelTraining: ModelTrainingShape?
  public var progress: ProgressShape?

  public init(
    id: Int64, kind: String, status: Status, done: Int, total: Int, triples: Int, failed: [Failure],
    unchanged: Int? = nil, passages: Int? = nil, notices: [String]? = nil
  ) {
    self.id = id
    self.kind = kind
    self.status = status
    self.done = done
    self.total = total
    self.triples = triples
    self.failed = failed
    self.unchanged = unchanged
    self.passages = passages
    self.notices = notices
  }

  enum CodingKeys: String, CodingKey {
    case id, kind, status, done, total, triples, failed, unchanged, passages, notices, obstacle, inference, training, progress
    case modelTraining = "model_training"
  }
}

/// The reply of `GET /v1/jobs`.
public struct JobList: Codable, Sendable, Equatable {
  public var jobs: [JobShape]
  public init(jobs: [JobShape]) { self.jobs = jobs }
}

/// The 202 of `POST /v1/documents`.
public struct JobAccepted: Codable, Sendable, Equatable {
  public var job: Int64
  public init(job: Int64) { self.job = job }
}
