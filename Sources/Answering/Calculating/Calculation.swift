public import KnowledgeGraph

/// Something the program computed or compared itself, with what it stands on.
public struct Calculation: Sendable, Hashable {
  /// What kind of work was done.
  public enum Kind: String, Sendable { case threshold, formula, comparison, difference, lookup }

  /// Bytes of a passage's text that the calculation read a value, a formula or a threshold from.
  public struct Source: Sendable, Hashable {
    public let passage: PassageID
    /// Byte range within the passage's text.
    public let start: Int
    public let end: Int

    public init(passage: PassageID, start: Int, end: Int) {
      self.passage = passage
      self.start = start
      self.end = end
    }
  }

  public let kind: Kind
  /// A whole sentence that says the result.
  public let statement: String
  /// How it came about: "price 50 / earnings per share 2.5 = 20".
  public let derivation: String
  /// The result alone: "20", "yes", "no"; empty where a mismatch is explained.
  public let result: String
  public let triples: [TripleID]
  public let sources: [Source]
  /// From 0 to 1: how surely the values belong to the quantities they were matched with.
  public let confidence: Double

  public init(
    kind: Kind, statement: String, derivation: String, result: String, triples: [TripleID], sources: [Source],
    confidence: Double
  ) {
    self.kind = kind
    self.statement = statement
    self.derivation = derivation
    self.result = result
    self.triples = triples
    self.sources = sources
    self.confidence = confidence
  }
}
