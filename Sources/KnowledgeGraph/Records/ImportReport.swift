/// What an import or a new document did to the graph.
public struct ImportReport: Sendable, Hashable {
  /// Triples read, repetitions included.
  public let read: Int
  /// Triples that the store did not have.
  public let added: Int
  /// Whether this very source was in the store already, so that nothing was touched.
  public let unchanged: Bool
  /// Properties that can have one value and now have several, as far as this source has a part in it; at most 100. All values are kept.
  public let contradictions: [Contradiction]

  public init(read: Int, added: Int, unchanged: Bool, contradictions: [Contradiction] = []) {
    self.read = read
    self.added = added
    self.unchanged = unchanged
    self.contradictions = contradictions
  }
}
