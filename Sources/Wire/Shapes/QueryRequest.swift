/// The body of `POST /v1/graph/query` as JSON; the bare query as `application/sparql-query` does as well.
public struct QueryRequest: Codable, Sendable {
  public var query: String
  /// Milliseconds after which the query is ended.
  public var deadlineMs: Int?

  public init(query: String, deadlineMs: Int? = nil) {
    self.query = query
    self.deadlineMs = deadlineMs
  }

  private enum CodingKeys: String, CodingKey {
    case query
    case deadlineMs = "deadline_ms"
  }
}

/// The body of `POST /v1/graph/update` as JSON; the bare update as `application/sparql-update` does as well.
public struct UpdateRequest: Codable, Sendable {
  public var update: String
  /// Milliseconds after which the update is ended, with nothing changed.
  public var deadlineMs: Int?

  public init(update: String, deadlineMs: Int? = nil) {
    self.update = update
    self.deadlineMs = deadlineMs
  }

  private enum CodingKeys: String, CodingKey {
    case update
    case deadlineMs = "deadline_ms"
  }
}
