/// A picture or a sound that belongs to a question.
public struct Attachment: Codable, Sendable, Equatable {
  public var mediaType: String
  /// Base64.
  public var data: String

  enum CodingKeys: String, CodingKey {
    case mediaType = "media_type"
    case data
  }

  public init(mediaType: String, data: String) {
    self.mediaType = mediaType
    self.data = data
  }
}
