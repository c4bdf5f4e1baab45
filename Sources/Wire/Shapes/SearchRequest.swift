/// The body of `POST /v1/search`.
public struct SearchRequest: Codable, Sendable, Equatable {
  public var question: String
  public var attachments: [Attachment]?
  public var domain: String?
  /// How many passages are wanted.
  public var k: Int?

  public init(question: String, attachments: [Attachment]? = nil, domain: String? = nil, k: Int? = nil) {
    self.question = question
    self.attachments = attachments
    self.domain = domain
    self.k = k
  }
}
