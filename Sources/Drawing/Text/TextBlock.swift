/// Text broken into lines that fit a width.
public struct TextBlock: Sendable, Hashable {
  public let lines: [String]
  public let font: FontMetrics
  /// Whether the text was longer than its lines; the last one then ends in an ellipsis.
  public let isCut: Bool

  /// Breaks at spaces, else after a hyphen, slash or underscore, else anywhere.
  ///
  /// - Parameters:
  ///   - width: the most that a line may take.
  ///   - maxLines: at least 1.
  public init(_ text: String, font: FontMetrics, width: Double, maxLines: Int = 3) {
    self.font = font
    var rest = Self.singleLine(text)[...]
    var lines: [String] = []
    while !rest.isEmpty, lines.count < max(1, maxLines) {
      let end = Self.breakPlace(in: rest, font: font, width: width)
      lines.append(Self.trimmed(rest[..<end]))
      rest = rest[end...].drop { $0 == " " }
    }
    isCut = !rest.isEmpty
    if isCut, let last = lines.popLast() { lines.append(Self.shortened(last, font: font, width: width)) }
    self.lines = lines.isEmpty ? [""] : lines
  }

  public var size: Size { Size(lines.map { font.width($0) }.max() ?? 0, Double(lines.count) * font.lineHeight) }

  /// At most 2,000 characters, controls and runs of space as one space, nothing that turns the direction of writing.
  private static func singleLine(_ text: String) -> String {
    var result = ""
    var endsInSpace = true
    for character in text.prefix(2000) {
      let isSpace = character.unicodeScalars.allSatisfy { $0.value <= 0x20 || (0x7F...0xA0).contains($0.value) || $0.properties.isWhitespace }
      if isSpace {
        if !endsInSpace { result.append(" ") }
        endsInSpace = true
      } else {
        result.append(character)
        endsInSpace = false
      }
    }
    return trimmed(result[...])
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private static func breakPlace(in text: Substring, font: FontMetrics, width: Double) -> Substring.Index {
    var used = 0.0
    var best: Substring.Index?
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      used += font.width(text[index..<next])
      if used > width, index > text.startIndex {
        if text[index] == " " { return index }
        return best ?? index
      }
      if " -/_".contains(text[index]) { best = next }
      index = next
    }
    return text.endIndex
  }

  private static func shortened(_ line: String, font: FontMetrics, width: Double) -> String {
    var line = line
    while !line.isEmpty, font.width(line + "…") > width { line.removeLast() }
    return trimmed(line[...]) + "…"
  }
}
