/// A document in the store, without its text.
public struct DocumentRecord: Sendable, Hashable {
  public let id: DocumentID
  public let name: String
  public let mediaType: String
  public let domain: Domain?
  /// How the original bytes were read: `utf-8`, `utf-16le`, `windows-1252`, …
  public let encoding: String
  /// Size of the original, which byte ranges refer to.
  public let byteCount: Int
  public let passages: Int
  public let triples: Int
  /// Seconds since 1970.
  public let added: Int64

  public init(
    id: DocumentID, name: String, mediaType: String, domain: Domain?, encoding: String, byteCount: Int, passages: Int, triples: Int,
    added: Int64
  ) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.domain = domain
    self.encoding = encoding
    self.byteCount = byteCount
    self.passages = passages
    self.triples = triples
    self.added = added
  }
}
