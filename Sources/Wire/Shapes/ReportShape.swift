/// The reply of `GET /v1/verify`: everything that is wrong with the store, empty when it is whole.
public struct VerificationShape: Codable, Sendable, Equatable {
  public var problems: [String]
  public init(problems: [String]) { self.problems = problems }
}

/// The reply of `POST /v1/documents?dry_run=1`: what would be done with each document of the body.
public struct DryRunShape: Codable, Sendable, Equatable {
  public struct Item: Codable, Sendable, Equatable {
    public var name: String
    public var id: String
    public var bytes: Int
    /// The store holds these very bytes already.
    public var unchanged: Bool

    public init(name: String, id: String, bytes: Int, unchanged: Bool) {
      self.name = name
      self.id = id
      self.bytes = bytes
      self.unchanged = unchanged
    }
  }

  public var documents: [Item]
  public init(documents: [Item]) { self.documents = documents }
}
