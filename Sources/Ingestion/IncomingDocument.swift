/// A document as it arrives: bytes under a name, before anybody has looked at them.
public struct IncomingDocument: Sendable {
  /// What people know it by: its path below the folder given, or a record's `_id`.
  public var name: String
  /// The media type its sender claimed, if any; the name's extension and the bytes themselves are believed first.
  public var mediaType: String?
  public var bytes: [UInt8]

  public init(name: String, mediaType: String? = nil, bytes: [UInt8]) {
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
  }
}
