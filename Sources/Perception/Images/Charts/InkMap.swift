/// The colours that marks are drawn in, and for each pixel of the canvas which of them it has.
struct InkMap {
  struct Ink {
    var colour: ChartColour
    /// Pixels inside the plot.
    var count: Int
  }

  private(set) var width, height: Int
  var inks: [Ink]
  /// (height, width): an ink's number, ``paper`` or ``other``.
  private(set) var labels: [UInt8]

  /// The plot's paper.
  let paperColour: ChartColour
  /// The ink that surrounds the plot, where it has another colour than the plot's paper.
  private(set) var surround: Int?

  static let paper: UInt8 = 254, other: UInt8 = 255
  /// More colours than this are no chart's.
  static let most = 24
  /// How far a pixel's colour may be from its ink's.
  private static let near = 36

  /// - Parameter texts: their letters are no marks, unless marks of the same colour are elsewhere.
  init(_ canvas: ChartCanvas, plot: PlotArea, texts: [ChartText]) {
    (width, height, paperColour) = (canvas.width, canvas.height, plot.paper)
    // Colours to the nearest eighth of each channel, with the mean of those that fell into it.
    var counts = [Int32](repeating: 0, count: 1 << 15), sums = [SIMD4<Int32>](repeating: .zero, count: 1 << 15)
    var isText = [Bool](repeating: false, count: width * height)
    for text in texts {
      let (l, r, t, b) = (max(0, Int(text.left)), min(width - 1, Int(text.right)), max(0, Int(text.top)), min(height - 1, Int(text.bottom)))
      guard l <= r, t <= b else { continue }
      for y in t...b { for x in l...r { isText[y * width + x] = true } }
    }
    for y in plot.top...plot.bottom {
      for x in plot.left...plot.right where !isText[y * width + x] {
        let at = (y * width + x) * 3
        let r = Int32(canvas.rgb[at]), g = Int32(canvas.rgb[at + 1]), b = Int32(canvas.rgb[at + 2])
        let bin = Int(r >> 3) << 10 | Int(g >> 3) << 5 | Int(b >> 3)
        counts[bin] += 1
        sums[bin] &+= SIMD4(r, g, b, 1)
      }
    }
    let least = Int32(max(24, plot.width * plot.height / 12_000))
    var bins = (0..<counts.count).filter { counts[$0] >= least }
    bins.sort { (counts[$1], $0) < (counts[$0], $1) }
    var inks: [Ink] = []
    for bin in bins {
      let n = Int(sums[bin].w), colour = ChartColour(red: Int(sums[bin].x) / n, green: Int(sums[bin].y) / n, blue: Int(sums[bin].z) / n)
      if colour.distance(to: plot.paper) <= ChartCanvas.visible { continue }
      if let i = inks.indices.first(where: { inks[$0].colour.distance(to: colour) <= Self.near }) {
        inks[i].count += Int(counts[bin])
      } else if inks.count < Self.most {
        inks.append(Ink(colour: colour, count: Int(counts[bin])))
      }
    }
    self.inks = inks
    surround = canvas.surround.flatMap { border in inks.firstIndex { $0.colour.distance(to: border) <= ChartCanvas.visible } }
    // Every colour of 15 bits is judged once.
    var table = [UInt8](repeating: Self.other, count: 1 << 15)
    for bin in 0..<table.count {
      let colour = ChartColour(red: (bin >> 10) << 3 | 4, green: (bin >> 5 & 31) << 3 | 4, blue: (bin & 31) << 3 | 4)
      var best = colour.distance(to: plot.paper), label = best <= ChartCanvas.visible + 12 ? Self.paper : Self.other
      for (i, ink) in inks.enumerated() {
        let distance = ink.colour.distance(to: colour)
        if distance <= Self.near + 12, distance < best || label == Self.other { (best, label) = (distance, UInt8(i)) }
      }
      table[bin] = label
    }
    labels = [UInt8](repeating: Self.other, count: width * height)
    for i in labels.indices {
      let at = i * 3
      labels[i] = table[Int(canvas.rgb[at] >> 3) << 10 | Int(canvas.rgb[at + 1] >> 3) << 5 | Int(canvas.rgb[at + 2] >> 3)]
    }
  }

  func label(_ x: Int, _ y: Int) -> UInt8 { labels[y * width + x] }

  /// Rows as columns.
  var transposed: InkMap {
    var out = self
    (out.width, out.height) = (height, width)
    for y in 0..<height { for x in 0..<width { out.labels[x * height + y] = labels[y * width + x] } }
    return out
  }

  mutating func relabel(_ table: [UInt8]) {
    for i in labels.indices { labels[i] = table[Int(labels[i])] }
  }

  /// Makes everything inside a legend's rectangle paper, but for what shows through it: legends are mostly drawn four fifths opaque.
  mutating func uncover(left: Int, top: Int, right: Int, bottom: Int, canvas: ChartCanvas) {
    let (l, r, t, b) = (max(0, left), min(width - 1, right), max(0, top), min(height - 1, bottom))
    guard l <= r, t <= b, let face = canvas.commonest((t...b).lazy.flatMap { y in (l...r).lazy.map { (x: $0, y: y) } }) else { return }
    let through = inks.map { ink in
      ChartColour(
        red: (4 * face.red + ink.colour.red) / 5, green: (4 * face.green + ink.colour.green) / 5, blue: (4 * face.blue + ink.colour.blue) / 5)
    }
    for y in t...b {
      for x in l...r {
        let colour = canvas.colour(x, y)
        var best = colour.distance(to: face), label = Self.paper
        for (i, shade) in through.enumerated() where shade.distance(to: face) > ChartCanvas.visible {
          let distance = shade.distance(to: colour)
          if distance < best, distance <= 20 { (best, label) = (distance, UInt8(i)) }
        }
        labels[y * width + x] = label
      }
    }
  }

  /// Makes everything inside a rectangle paper.
  mutating func erase(left: Int, top: Int, right: Int, bottom: Int) {
    let (l, r, t, b) = (max(0, left), min(width - 1, right), max(0, top), min(height - 1, bottom))
    guard l <= r, t <= b else { return }
    for y in t...b { for x in l...r { labels[y * width + x] = Self.paper } }
  }
}
