/// A piece of text of the chart, in the canvas's pixels.
struct ChartText: Equatable {
  var text: String
  var left, top, right, bottom: Double
  /// Where a slanted label ends, else the middle: what it stands at.
  var anchor: PicturePoint
  /// The height of its letters.
  var size: Double
  /// Its line in the page, to tell pieces of one line.
  var line: Int
  /// Whether it is a power of ten, its exponent raised.
  var isPower = false

  var middle: PicturePoint { PicturePoint(x: (left + right) / 2, y: (top + bottom) / 2) }

  /// More lines than any chart has are not looked at.
  static let most = 300

  /// Lines, and where several numbers ran into one, each by itself.
  static func all(of page: PageText, scale: Double) -> [ChartText] {
    var out: [ChartText] = []
    for (i, line) in page.lines.prefix(most).enumerated() {
      if let numbers = glued(line) {
        for (text, box) in numbers { out.append(ChartText(text, box, line: i, scale: scale)) }
        continue
      }
      let parts = line.words.count > 1 && line.words.count <= 24 && isRow(line) ? line.words.map { ($0.text, $0.box) } : [(line.text, line.box)]
      for (text, box) in parts { out.append(ChartText(text, box, line: i, scale: scale)) }
    }
    return out
  }

  init(_ text: String, _ box: Quadrilateral, line: Int, scale: Double) {
    let box = box.mapped { PicturePoint(x: $0.x / scale, y: $0.y / scale) }
    self.text = text
    (left, top, right, bottom) = (box.left, box.top, box.right, box.bottom)
    size = min(box.width, box.height)
    self.line = line
    let (dx, dy) = (box.topRight.x - box.topLeft.x, box.topRight.y - box.topLeft.y), slope = abs(dy) / max(1e-9, abs(dx))
    // Between flat and upright it ends at its tick.
    anchor = slope > 0.25 && slope < 4
      ? PicturePoint(x: (box.topRight.x + box.bottomRight.x) / 2, y: (box.topRight.y + box.bottomRight.y) / 2)
      : PicturePoint(x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2)
  }

  /// With x and y changed for one another.
  var transposed: ChartText {
    var out = self
    (out.left, out.top, out.right, out.bottom) = (top, left, bottom, right)
    out.anchor = PicturePoint(x: anchor.y, y: anchor.x)
    return out
  }

  /// Years, or numbers with as many decimals each, that ran into one another, parted: each takes the same share of the line.
  private static func glued(_ line: PageText.Line) -> [(String, Quadrilateral)]? {
    let signs = Array(line.text.filter { $0 != " " })
    guard signs.count >= 6, signs.count <= 120, signs.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }) else { return nil }
    guard let texts = years(signs) ?? decimals(signs) else { return nil }
    let share = 1 / Double(texts.count)
    return texts.enumerated().map { ($1, line.box.part(from: Double($0) * share, to: Double($0 + 1) * share)) }
  }

  private static func years(_ digits: [Character]) -> [String]? {
    guard digits.count >= 8, digits.count % 4 == 0, !digits.contains(".") else { return nil }
    let texts = stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }, numbers = texts.compactMap { Int($0) }
    guard numbers.allSatisfy({ (1800...2100).contains($0) }), zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return texts
  }

  private static func decimals(_ signs: [Character]) -> [String]? {
    for places in 1...3 {
      var texts: [String] = [], start = 0
      while let point = signs[start...].firstIndex(of: "."), point > start, point + places < signs.count {
        texts.append(String(signs[start...point + places]))
        start = point + places + 1
      }
      let numbers = texts.compactMap { Double($0) }
      guard start == signs.count, numbers.count == texts.count, numbers.count >= 2 else { continue }
      // Equal steps: anything else is one number that was misread.
      let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
      if steps[0] > 0, steps.allSatisfy({ abs($0 - steps[0]) < 1e-6 * abs(numbers[numbers.count - 1]) }) { return texts }
    }
    return nil
  }

  /// Whether a line's words are numbers with more room between them than a number has inside.
  private static func isRow(_ line: PageText.Line) -> Bool {
    guard line.words.allSatisfy({ NumberLabel($0.text) != nil }) else { return false }
    return zip(line.words, line.words.dropFirst()).allSatisfy { $0.box.topRight.distance(to: $1.box.topLeft) > 0.45 * line.box.height }
  }
}
