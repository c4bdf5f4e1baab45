/// A document as `/v1/documents` tells of it.
public struct DocumentShape: Codable, Sendable, Equatable {
  /// `sha256:` and the digest of the original bytes.
  public var id: String
  public var name: String
  public var mediaType: String
  public var domain: String?
  /// Size of the original.
  public var bytes: Int
  public var passages: Int

  enum CodingKeys: String, CodingKey {
    case id, name, domain, bytes, passages
    case mediaType = "media_type"
  }

  public init(id: String, name: String, mediaType: String, domain: String?, bytes: Int, passages: Int) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.domain = domain
    self.bytes = bytes
    self.passages = passages
  }
}

/// The reply of `GET /v1/documents`.
public struct DocumentList: Codable, Sendable, Equatable {
  public var documents: [DocumentShape]
  public init(documents: [DocumentShape]) { self.documents = documents }
}

/// The reply of `GET /v1/documents/ID/text`.
public struct DocumentText: Codable, Sendable, Equatable {
  public var document: String
  public var start: Int
  public var end: Int
  public var text: String

  public init(document: String, start: Int, end: Int, text: String) {
    self.document = document
    self.start = start
    self.end = end
    self.text = text
  }
}

/// The reply of `DELETE /v1/documents/ID`.
public struct DocumentRemoved: Codable, Sendable, Equatable {
  public var removed: String
  public init(removed: String) { self.removed = removed }
}
