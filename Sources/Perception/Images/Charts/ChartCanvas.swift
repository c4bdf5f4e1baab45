import Media

/// A colour of 8 bits each.
struct ChartColour: Equatable, Hashable {
  var red, green, blue: Int

  /// The sum of the channels' differences, 0 to 765.
  func distance(to other: ChartColour) -> Int { abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue) }
}

/// The picture that a chart is read off: bounded in size, and turned so that values run along y.
struct ChartCanvas {
  let width, height: Int
  /// (height, width, 3).
  let rgb: [UInt8]
  /// Pixels of the given picture for each of these.
  let scale: Double

  /// Longer sides are thinned to this: values are read to half a pixel, and one of two thousand is enough.
  static let longest = 2000
  /// Colours that differ by more are told apart along a line.
  static let visible = 24

  init(_ image: PixelImage) {
    let step = max(1, (max(image.width, image.height) + Self.longest - 1) / Self.longest)
    let width = max(1, image.width / step), height = max(1, image.height / step)
    if step == 1 {
      rgb = image.rgb
    } else {
      var thinned: [UInt8] = []
      thinned.reserveCapacity(width * height * 3)
      for y in 0..<height {
        for x in 0..<width {
          let at = (y * step * image.width + x * step) * 3
          thinned.append(image.rgb[at])
          thinned.append(image.rgb[at + 1])
          thinned.append(image.rgb[at + 2])
        }
      }
      rgb = thinned
    }
    (self.width, self.height, scale) = (width, height, Double(step))
  }

  private init(width: Int, height: Int, rgb: [UInt8], scale: Double) { (self.width, self.height, self.rgb, self.scale) = (width, height, rgb, scale) }

  /// Rows as columns: what ran from left to right runs from the top down.
  var transposed: ChartCanvas {
    var out = [UInt8](repeating: 0, count: rgb.count)
    for y in 0..<height {
      for x in 0..<width {
        let from = (y * width + x) * 3, to = (x * height + y) * 3
        out[to] = rgb[from]
        out[to + 1] = rgb[from + 1]
        out[to + 2] = rgb[from + 2]
      }
    }
    return ChartCanvas(width: height, height: width, rgb: out, scale: scale)
  }

  func colour(_ x: Int, _ y: Int) -> ChartColour {
    let at = (y * width + x) * 3
    return ChartColour(red: Int(rgb[at]), green: Int(rgb[at + 1]), blue: Int(rgb[at + 2]))
  }

  /// How much two pixels differ, 0 to 765.
  func difference(_ x: Int, _ y: Int, _ otherX: Int, _ otherY: Int) -> Int {
    let a = (y * width + x) * 3, b = (otherY * width + otherX) * 3
    return abs(Int(rgb[a]) - Int(rgb[b])) + abs(Int(rgb[a + 1]) - Int(rgb[b + 1])) + abs(Int(rgb[a + 2]) - Int(rgb[b + 2]))
  }

  /// The colour at the picture's left and right sides.
  var surround: ChartColour? { commonest((0..<height).lazy.flatMap { y in [(x: 1, y: y), (x: width - 2, y: y)] }) }

  /// The commonest colour of a frame of pixels, to the nearest eighth of each channel's range of 32.
  func commonest(_ pixels: some Sequence<(x: Int, y: Int)>) -> ChartColour? {
    var counts: [Int: (count: Int, red: Int, green: Int, blue: Int)] = [:]
    for (x, y) in pixels where x >= 0 && y >= 0 && x < width && y < height {
      let c = colour(x, y)
      var bin = counts[(c.red >> 3) << 10 | (c.green >> 3) << 5 | c.blue >> 3] ?? (0, 0, 0, 0)
      bin = (bin.count + 1, bin.red + c.red, bin.green + c.green, bin.blue + c.blue)
      counts[(c.red >> 3) << 10 | (c.green >> 3) << 5 | c.blue >> 3] = bin
    }
    guard let best = counts.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) })?.value else { return nil }
    return ChartColour(red: best.red / best.count, green: best.green / best.count, blue: best.blue / best.count)
  }
}
