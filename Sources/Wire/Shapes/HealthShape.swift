/// The reply of `GET /health` once questions can be taken.
public struct HealthShape: Codable, Sendable, Equatable {
  /// `ok`, or `degraded` where something is missing that questions can do without.
  public var status: String
  /// What is missing, each with the command that mends it.
  public var notices: [String]

  public init(status: String, notices: [String]) {
    self.status = status
    self.notices = notices
  }
}

/// The reply of `GET /version`.
public struct VersionShape: Codable, Sendable, Equatable {
  public var name: String
  public var version: String
  public var pid: Int32
  public var instructionSet: String
  public var threads: Int
  public var sqlite: String?
  public var socket: String
  public var state: String
  public var models: String

  enum CodingKeys: String, CodingKey {
    case name, version, pid, threads, sqlite, socket, state, models
    case instructionSet = "instruction_set"
  }

  public init(
    name: String, version: String, pid: Int32, instructionSet: String, threads: Int, sqlite: String?, socket: String,
    state: String, models: String
  ) {
    self.name = name
    self.version = version
    self.pid = pid
    self.instructionSet = instructionSet
    self.threads = threads
    self.sqlite = sqlite
    self.socket = socket
    self.state = state
    self.models = models
  }
}
