/// An SVG 1.1 document being written, element by element, the first beneath the later ones.
///
/// Text is escaped here and nowhere else. Numbers have one decimal, so that equal pictures are equal texts.
public struct SVGDocument: Sendable {
  private var body = ""

  public init() {}

  public mutating func rectangle(_ box: Box, radius: Double = 0, fill: String, stroke: String? = nil, width: Double = 1) {
    element(
      "rect",
      [
        ("x", Self.text(box.x)), ("y", Self.text(box.y)), ("width", Self.text(box.width)), ("height", Self.text(box.height)),
        ("rx", radius > 0 ? Self.text(radius) : nil), ("fill", fill), ("stroke", stroke), ("stroke-width", stroke.map { _ in Self.text(width) }),
      ])
  }

  public mutating func circle(_ centre: Point, radius: Double, fill: String, stroke: String? = nil) {
    element("circle", [("cx", Self.text(centre.x)), ("cy", Self.text(centre.y)), ("r", Self.text(radius)), ("fill", fill), ("stroke", stroke)])
  }

  /// - Parameter dashes: lengths of strokes and gaps, nil for an unbroken line.
  public mutating func path(_ path: SVGPath, stroke: String, width: Double = 1.5, dashes: String? = nil, fill: String = "none") {
    element(
      "path",
      [
        ("d", path.text), ("fill", fill), ("stroke", stroke), ("stroke-width", Self.text(width)), ("stroke-dasharray", dashes),
        ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
      ])
  }

  public mutating func line(_ from: Point, _ to: Point, stroke: String, width: Double = 1, dashes: String? = nil) {
    path(SVGPath(from).line(to: to), stroke: stroke, width: width, dashes: dashes)
  }

  /// Lines of text in a box, from its top.
  ///
  /// - Parameter anchor: where each line stands in the box.
  public mutating func text(
    _ block: TextBlock, in box: Box, anchor: TextAnchor = .middle, colour: String = Palette.text, isItalic: Bool = false
  ) {
    let top = box.y + (box.height - block.size.height) / 2
    let x =
      switch anchor {
      case .start: box.x
      case .middle: box.centre.x
      case .end: box.right
      }
    for (number, line) in block.lines.enumerated() where !line.isEmpty {
      let y = top + Double(number) * block.font.lineHeight + block.font.ascent
      let attributes: [(String, String?)] = [
        ("x", Self.text(x)), ("y", Self.text(y)), ("font-size", Self.text(block.font.size)), ("font-weight", block.font.isBold ? "bold" : nil),
        ("font-style", isItalic ? "italic" : nil), ("text-anchor", anchor.rawValue), ("fill", colour),
        ("textLength", Self.text(block.font.width(line))), ("lengthAdjust", "spacingAndGlyphs"),
      ]
      body += "<text\(Self.attributes(attributes))>\(Self.escaped(line))</text>\n"
    }
  }

  /// What is drawn inside belongs together; `title` shows when a pointer rests on it.
  public mutating func group(title: String? = nil, _ draw: (inout SVGDocument) -> Void) {
    body += "<g>"
    if let title { body += "<title>\(Self.escaped(title))</title>" }
    body += "\n"
    draw(&self)
    body += "</g>\n"
  }

  /// The whole document.
  ///
  /// - Parameters:
  ///   - box: the part of the plane that is shown.
  ///   - title: for readers that cannot see it.
  public func finished(showing box: Box, title: String) -> String {
    let (width, height) = (Self.text(box.width), Self.text(box.height))
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="\(Self.text(box.x)) \(Self.text(box.y)) \(width) \(height)" \
      role="img" font-family="\(FontMetrics.family)">
      <title>\(Self.escaped(title))</title>
      <rect x="\(Self.text(box.x))" y="\(Self.text(box.y))" width="\(width)" height="\(height)" fill="\(Palette.paper)"/>
      \(body)</svg>

      """
  }

  private mutating func element(_ name: String, _ attributes: [(String, String?)]) { body += "<\(name)\(Self.attributes(attributes))/>\n" }

  private static func attributes(_ attributes: [(String, String?)]) -> String {
    attributes.map { name, value in value.map { " \(name)=\"\(escaped($0))\"" } ?? "" }.joined()
  }

  /// One decimal, without it where it is 0.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((max(-1e12, min(1e12, value)) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, part) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
  }

  /// XML 1.0 has no control characters, and what turns the direction of writing would let a label look like another.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default:
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: result += " "
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
