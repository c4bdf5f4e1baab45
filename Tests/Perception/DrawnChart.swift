import Media
import Perception

/// A chart put together pixel by pixel, with the text that a reader of text would find in it.
struct DrawnChart {
  let width, height: Int
  private var rgb: [UInt8]
  private var lines: [PageText.Line] = []

  init(width: Int = 500, height: Int = 340, paper: (UInt8, UInt8, UInt8) = (255, 255, 255)) {
    (self.width, self.height) = (width, height)
    rgb = (0..<width * height).flatMap { _ in [paper.0, paper.1, paper.2] }
  }

  /// Fills a rectangle, its right and bottom ends not included.
  mutating func fill(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int, _ colour: (UInt8, UInt8, UInt8)) {
    for y in max(0, top)..<min(height, bottom) { for x in max(0, left)..<min(width, right) { paint(x, y, colour) } }
  }

  mutating func paint(_ x: Int, _ y: Int, _ colour: (UInt8, UInt8, UInt8)) {
    let at = (y * width + x) * 3
    (rgb[at], rgb[at + 1], rgb[at + 2]) = colour
  }

  /// Text whose letters stand around a point, seven pixels wide and twelve high.
  mutating func write(_ text: String, endingAt right: Double, middle y: Double) {
    let left = right - 7 * Double(text.count)
    // Digits as blocks: what counts is where they are.
    for i in 0..<text.count { fill(Int(left) + 7 * i + 1, Int(y) - 5, Int(left) + 7 * i + 6, Int(y) + 5, (40, 40, 40)) }
    let box = Quadrilateral(left: left - 1, top: y - 8, right: right + 1, bottom: y + 8)
    lines.append(PageText.Line(text: text, box: box, confidence: 1, words: [PageText.Word(text: text, box: box)]))
  }

  mutating func write(_ text: String, around x: Double, middle y: Double) { write(text, endingAt: x + 3.5 * Double(text.count), middle: y) }

  /// A line along the left side with a number and a tick every `step` pixels from the bottom up.
  mutating func axis(left: Int, bottom: Int, right: Int, numbers: [String], step: Int) {
    fill(left - 1, bottom - step * numbers.count, left, bottom + 1, (0, 0, 0))
    fill(left - 1, bottom, right, bottom + 1, (0, 0, 0))
    for (i, number) in numbers.enumerated() {
      fill(left - 6, bottom - i * step, left - 1, bottom - i * step + 1, (0, 0, 0))
      write(number, endingAt: Double(left) - 12, middle: Double(bottom - i * step))
    }
  }

  var image: PixelImage { PixelImage(width: width, height: height, rgb: rgb) }
  var page: PageText { PageText(width: width, height: height, lines: lines, tables: []) }
}
