/// A place in a text that names entities of the graph.
public struct LabelMatch: Sendable, Hashable {
  /// UTF-8 bytes in the text.
  public let range: Range<Int>
  /// The entities of that name, ascending; several when the name is ambiguous.
  public let entities: [EntityID]
  /// The label that matched, as the graph writes it.
  public let label: String
}
