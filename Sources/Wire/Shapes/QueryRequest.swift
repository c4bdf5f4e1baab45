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
