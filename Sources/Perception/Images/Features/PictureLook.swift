public import Media

/// What is counted of a picture to tell its kind: some 40,000 of its pixels, and the text in it.
public struct PictureLook: Sendable {
  /// The share of the commonest colour, and whether it is dark.
  public var background = 0.0
  public var isDark = false
  /// The share of colours that are no grey.
  public var colourful = 0.0
  /// The share of neighbours that differ a little.
  public var grain = 0.0
  /// Lines of text, and the share of the picture that they cover.
  public var lines = 0
  public var cover = 0.0
  /// Filled cells of tables.
  public var cells = 0.0
  /// The share of lines that are numbers alone.
  public var figures = 0.0
  /// The share of flat patches in another colour than the commonest: bars, panels and buttons of a screen, which a page of text has not.
  public var panels = 0.0

  public init(_ image: PixelImage, page: PageText) {
    lines = page.lines.count
    cover = page.lines.reduce(0) { $0 + $1.box.width * $1.box.height } / Double(image.width * image.height)
    cells = Double(page.tables.reduce(0) { $0 + $1.rows.reduce(0) { $0 + $1.count { !$0.isEmpty } } })
    figures = Double(page.lines.count { line in line.text.contains(where: \.isNumber) && !line.text.contains { $0.isLetter } }) / Double(max(1, lines))

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
    panels = Self.panels(image, background: commonest.key, step: step)
    colourful = Double(coloured) / Double(total)
    grain = pairs == 0 ? 0 : Double(uneven) / Double(pairs)
  }

  /// Samples whose neighbourhood of nine pixels a side is even, and no part of the background.
  private static func panels(_ image: PixelImage, background: Int, step: Int) -> Double {
    let reach = 4
    guard image.width > 2 * reach, image.height > 2 * reach else { return 0 }
    func difference(_ at: Int, _ other: Int) -> Int { (0..<3).reduce(0) { $0 + abs(Int(image.rgb[at + $1]) - Int(image.rgb[other + $1])) } }
    // The middle of the commonest colour's sixteenth of each channel.
    let paper = [background >> 8, background >> 4 & 15, background & 15].map { $0 * 16 + 8 }
    var flat = 0, all = 0
    for y in stride(from: reach, to: image.height - reach, by: step) {
      for x in stride(from: reach, to: image.width - reach, by: step) {
        all += 1
        let at = (y * image.width + x) * 3, key = Int(image.rgb[at] >> 4) << 8 | Int(image.rgb[at + 1] >> 4) << 4 | Int(image.rgb[at + 2] >> 4)
        guard key != background, (0..<3).reduce(0, { $0 + abs(Int(image.rgb[at + $1]) - paper[$1]) }) > 36 else { continue }
        let isFlat = [(0, -reach), (0, reach), (-reach, 0), (reach, 0), (-reach, -reach), (reach, reach), (-reach, reach), (reach, -reach)].allSatisfy { dx, dy in
          difference(at, ((y + dy) * image.width + x + dx) * 3) <= 6
        }
        if isFlat { flat += 1 }
      }
    }
    return all == 0 ? 0 : Double(flat) / Double(all)
  }
}
