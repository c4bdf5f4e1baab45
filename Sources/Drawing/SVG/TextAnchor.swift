/// Where a line of text stands in its box, by SVG's names.
public enum TextAnchor: String, Sendable {
  case start, middle, end
}
