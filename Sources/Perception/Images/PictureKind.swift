public import Media

/// What kind of picture it is, told by its colours and by the text in it.
public enum PictureKind: String, Sendable, CaseIterable {
  case chart, table, document, screenshot, photograph, scan

  /// Judges a picture that was read.
  ///
  /// Prints and screens have few colours, each in large patches without grain; cameras and scanners leave no two neighbours alike.
  public init(of image: PixelImage, page: PageText) {
    let look = Look(image)
    let area = Double(image.width * image.height), cover = page.lines.reduce(0) { $0 + $1.box.width * $1.box.height } / area
    let cells = page.tables.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.count { !$0.isEmpty } } }
    let figures = page.lines.count { line in line.text.contains(where: \.isNumber) && !line.text.contains { $0.isLetter } }
    if look.grain > 0.45 {
      self = cover > 0.08 && look.background > 0.2 || cover > 0.2 ? .scan : .photograph
    } else if page.lines.count >= 4, cells * 3 >= page.lines.count * 2, look.colourful < 0.05 {
      self = .table
    } else if page.lines.count >= 3, figures * 4 >= page.lines.count, cover < 0.25, look.colourful > 0.004 || figures * 2 >= page.lines.count {
      self = .chart
    } else if look.isDark || look.background < 0.5 && look.grain < 0.2 {
      self = .screenshot
    } else {
      self = page.lines.isEmpty && look.background < 0.5 ? .photograph : .document
    }
  }

  /// Some thousands of pixels, looked at.
  private struct Look {
    /// The share of the commonest colour, and whether it is dark.
    var background = 0.0
    var isDark = false
    /// The share of colours that are no grey.
    var colourful = 0.0
    /// The share of neighbours that differ a little.
    var grain = 0.0

    init(_ image: PixelImage) {
      let step = max(1, Int((Double(image.width * image.height) / 40_000).squareRoot()))
      var counts: [Int: Int] = [:], total = 0, coloured = 0, pairs = 0, uneven = 0
      for y in stride(from: 0, to: image.height, by: step) {
        for x in stride(from: 0, to: image.width, by: step) {
          let at = (y * image.width + x) * 3, r = Int(image.rgb[at]), g = Int(image.rgb[at + 1]), b = Int(image.rgb[at + 2])
          counts[(r >> 4) << 8 | (g >> 4) << 4 | b >> 4, default: 0] += 1
          total += 1
          if max(r, g, b) - min(r, g, b) > 50 { coloured += 1 }
          guard x + 1 < image.width else { continue }
          let difference = (0..<3).reduce(0) { $0 + abs(Int(image.rgb[at + $1]) - Int(image.rgb[at + 3 + $1])) }
          pairs += 1
          if difference > 0, difference < 40 { uneven += 1 }
        }
      }
      guard total > 0, let commonest = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return }
      background = Double(commonest.value) / Double(total)
      isDark = (commonest.key >> 8) + (commonest.key >> 4 & 15) + (commonest.key & 15) < 18
      colourful = Double(coloured) / Double(total)
      grain = pairs == 0 ? 0 : Double(uneven) / Double(pairs)
    }
  }
}
