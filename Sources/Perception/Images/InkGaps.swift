import Media

/// How much white stands between neighbouring characters of a line, as its pixels say it.
///
/// Columns of pixels that hold strokes differ from top to bottom more than those of the paper between letters; light that changes along the line
/// makes no difference to that. The widest run of paper between the middles of two characters is their gap.
struct InkGaps {
  /// Before each character but the first, in heights of the line.
  let gaps: [Double]

  /// The rows that are looked at: above and below stand neighbouring lines and rules.
  private static let margin = 0.12
  /// A column whose contrast is below this share of the line's usual one is paper.
  private static let faint = 0.38

  /// - Parameter places: the characters' middles, as shares of the line's width.
  init(_ line: PixelImage, places: [Double]) {
    guard places.count > 1 else {
      gaps = []
      return
    }
    let isPaper = Self.paper(line), width = Double(line.width), height = Double(line.height)
    gaps = zip(places, places.dropFirst()).map { left, right in
      let from = min(max(Int(left * width), 0), line.width - 1), to = min(max(Int(right * width), from), line.width - 1)
      var widest = 0, run = 0
      for x in from...to {
        run = isPaper[x] ? run + 1 : 0
        widest = max(widest, run)
      }
      return Double(widest) / height
    }
  }

  private static func paper(_ line: PixelImage) -> [Bool] {
    let top = Int(Double(line.height) * margin), bottom = max(top + 1, line.height - top)
    var low = [Int](repeating: 255 * 3, count: line.width), high = [Int](repeating: 0, count: line.width)
    for y in top..<bottom {
      let row = y * line.width * 3
      for x in 0..<line.width {
        let at = row + x * 3, light = Int(line.rgb[at]) + Int(line.rgb[at + 1]) + Int(line.rgb[at + 2])
        low[x] = min(low[x], light)
        high[x] = max(high[x], light)
      }
    }
    let contrast = zip(high, low).map { $0 - $1 }, strong = contrast.sorted()[contrast.count * 4 / 5]
    return contrast.map { Double($0) < faint * Double(strong) }
  }
}
