/// How much the store holds.
public struct StoreCounts: Sendable, Hashable {
  public let terms: Int
  public let triples: Int
  public let labels: Int
  public let documents: Int
  public let passages: Int
  public let mentions: Int
  public let vectors: Int
  /// Size of the store's main file in bytes.
  public let fileBytes: Int

  public init(terms: Int, triples: Int, labels: Int, documents: Int, passages: Int, mentions: Int, vectors: Int, fileBytes: Int) {
    self.terms = terms
    self.triples = triples
    self.labels = labels
    self.documents = documents
    self.passages = passages
    self.mentions = mentions
    self.vectors = vectors
    self.fileBytes = fileBytes
  }
}
