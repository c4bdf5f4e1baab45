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
  /// Its words, where it lies flat.
  var words: [Word] = []

  struct Word: Equatable {
    var text: String
    var left, right: Double
  }

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
      if parts.count == 1, out[out.count - 1].right - out[out.count - 1].left > out[out.count - 1].bottom - out[out.count - 1].top {
        out[out.count - 1].words = line.words.map { Word(text: $0.text, left: $0.box.left / scale, right: $0.box.right / scale) }
      }
    }
    return out
  }

  /// Labels of neighbouring places that ran into one another, each with the letters that are nearer to its place than to another's.
  ///
  /// - Returns: nil where a place gets no letter, where its letters do not stand around it, or where a word would be cut that is no row of labels of one length.
  func parted(at places: [Double]) -> [ChartText]? {
    guard places.count > 1, !words.isEmpty else { return nil }
    var parts = places.map { _ in (text: "", left: Double.infinity, right: -Double.infinity, last: -1) }, isCut = false
    for (number, word) in words.enumerated() {
      let letters = Array(word.text), width = (word.right - word.left) / Double(letters.count)
      var before: Int?
      for (i, letter) in letters.enumerated() {
        let left = word.left + Double(i) * width, middle = left + width / 2
        let place = places.indices.min { abs(places[$0] - middle) < abs(places[$1] - middle) }!
        if let before, before != place { isCut = true }
        before = place
        if parts[place].last >= 0, parts[place].last != number { parts[place].text += " " }
        parts[place].text.append(letter)
        parts[place] = (parts[place].text, min(parts[place].left, left), max(parts[place].right, left + width), number)
      }
    }
    let lengths = Set(parts.map { $0.text.filter { $0 != " " }.count })
    guard !lengths.contains(0), !isCut || lengths.count == 1 && lengths.first! >= 4 else { return nil }
    guard zip(parts, places).allSatisfy({ abs(($0.left + $0.right) / 2 - $1) < max(3, 0.25 * ($0.right - $0.left)) }) else { return nil }
    return parts.map { part in
      var text = self
      (text.text, text.left, text.right, text.words) = (part.text, part.left, part.right, [])
      text.anchor = text.middle
      return text
    }
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
    out.words = []
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
