/// The state of a job or of one of its items.
public enum JobStatus: String, Sendable, Codable, CaseIterable {
  case queued
  case running
  case done
  case failed
  case cancelled

  public var isFinished: Bool { self == .done || self == .failed || self == .cancelled }
}

/// A job of the daemon's queue, which survives the daemon.
public struct JobRecord: Sendable, Hashable {
  public struct Failure: Sendable, Hashable {
    public let document: String
    public let error: String

    public init(document: String, error: String) {
      self.document = document
      self.error = error
    }
  }

  public let id: JobID
  /// What kind of work: `ingest`, …
  public let kind: String
  public let status: JobStatus
  /// The user who asked for it.
  public let uid: Int
  public let total: Int
  /// Items that are finished, the failed ones included.
  public let done: Int
  /// Triples added so far.
  public let triples: Int
  public let failed: [Failure]
  /// Seconds since 1970.
  public let created: Int64
  public let finished: Int64?

  public init(
    id: JobID, kind: String, status: JobStatus, uid: Int, total: Int, done: Int, triples: Int, failed: [Failure], created: Int64,
    finished: Int64?
  ) {
    self.id = id
    self.kind = kind
    self.status = status
    self.uid = uid
    self.total = total
    self.done = done
    self.triples = triples
    self.failed = failed
    self.created = created
    self.finished = finished
  }
}

/// One item of a job that waits for its turn, with its bytes.
public struct JobItem: Sendable, Hashable {
  public let id: JobItemID
  public let job: JobID
  public let name: String
  public let mediaType: String?
  public let domain: Domain?
  public let replace: Bool
  public let bytes: [UInt8]

  public init(id: JobItemID, job: JobID, name: String, mediaType: String?, domain: Domain?, replace: Bool, bytes: [UInt8]) {
    self.id = id
    self.job = job
    self.name = name
    self.mediaType = mediaType
    self.domain = domain
    self.replace = replace
    self.bytes = bytes
  }
}
