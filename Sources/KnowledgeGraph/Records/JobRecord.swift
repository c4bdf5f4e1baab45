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
}
