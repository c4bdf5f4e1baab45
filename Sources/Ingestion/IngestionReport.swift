public import KnowledgeGraph

/// What taking in one document brought.
public struct IngestionReport: Sendable, Equatable {
  /// `sha256:` and 64 hexadecimal digits of the bytes given.
  public var documentID: DocumentID
  public var name: String
  public var passages: Int
  public var mentions: Int
  public var triples: Int
  /// The store held this very document already and nothing was written.
  public var unchanged: Bool
  /// What a person should know although it went well: a guessed encoding, a cell that could not be read.
  public var notices: [String]

  public init(
    documentID: DocumentID, name: String, passages: Int = 0, mentions: Int = 0, triples: Int = 0, unchanged: Bool = false,
    notices: [String] = []
  ) {
    self.documentID = documentID
    self.name = name
    self.passages = passages
    self.mentions = mentions
    self.triples = triples
    self.unchanged = unchanged
    self.notices = notices
  }
}
