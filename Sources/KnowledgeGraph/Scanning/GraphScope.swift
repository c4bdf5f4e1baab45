/// Which graphs of the store a question is about.
public enum GraphScope: Sendable, Hashable {
  /// All graphs, the default graph included; a triple that several graphs hold comes once for each.
  case everywhere
  /// All graphs as one: every triple once.
  case union
  /// The default graph alone.
  case defaultGraph
  /// All graphs that have a name; a triple that several hold comes once for each.
  case named
  /// The graph of this name.
  case graph(EntityID)
}
