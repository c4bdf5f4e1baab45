import Media

/// Short numbers that the detector of lines overlooks: single digits at an axis stand too alone for it.
///
/// What is as high as the letters that were read, belongs to no line that was read, and stands in a row or a column with others like it, is given to the
/// recogniser by itself.
enum LooseSigns {
  /// More are dashes or points.
  private static let most = 48

  private struct Sign { var left, top, right, bottom: Int }

  /// Boxes to read, with some room around the signs.
  static func boxes(in image: PixelImage, page: PageText) -> [Quadrilateral] {
    let canvas = ChartCanvas(image), texts = ChartText.all(of: page, scale: canvas.scale)
    // Signs that were read as something else than numbers are looked at again.
    let known = texts.filter { $0.text.count > 2 || NumberLabel($0.text) != nil }, sizes = known.map(\.size).sorted()
    guard !sizes.isEmpty, let surround = canvas.surround else { return [] }
    // Boxes are higher than their letters.
    let height = 0.62 * sizes[sizes.count / 2]
    guard height >= 4 else { return [] }
    var mask = [Bool](repeating: false, count: canvas.width * canvas.height)
    for y in 0..<canvas.height { for x in 0..<canvas.width where canvas.colour(x, y).distance(to: surround) > 90 { mask[y * canvas.width + x] = true } }
    for text in known {
      let (l, r, t, b) = (max(0, Int(text.left)), min(canvas.width - 1, Int(text.right)), max(0, Int(text.top)), min(canvas.height - 1, Int(text.bottom)))
      guard l <= r, t <= b else { continue }
      for y in t...b { for x in l...r { mask[y * canvas.width + x] = false } }
    }
    let signs = joined(ConnectedRegions(mask, width: canvas.width, height: canvas.height).regions.map(bounds), height: height)
    let numbers = known.filter { NumberLabel($0.text) != nil }.map { Sign(left: Int($0.left), top: Int($0.top), right: Int($0.right), bottom: Int($0.bottom)) }
    let aligned = signs.filter { sign in
      (signs + numbers).count { isAligned($0, sign, within: 0.8 * height) } > 1
    }
    guard aligned.count <= most else { return [] }
    return aligned.map { sign in
      let room = 0.3 * Double(sign.bottom - sign.top + 1), scale = canvas.scale
      // What is much higher than wide would be taken for a line on its side.
      let side = max(room, 0.5 * (0.8 * (Double(sign.bottom - sign.top + 1) + 2 * room) - Double(sign.right - sign.left + 1)))
      return Quadrilateral(
        left: max(0, ((Double(sign.left) - side) * scale).rounded()), top: max(0, ((Double(sign.top) - room) * scale).rounded()),
        right: min(Double(image.width - 1), ((Double(sign.right + 1) + side) * scale).rounded()),
        bottom: min(Double(image.height - 1), ((Double(sign.bottom + 1) + room) * scale).rounded()))
    }
  }

  private static func bounds(_ runs: [ConnectedRegions.Run]) -> Sign {
    Sign(left: runs.map(\.from).min()!, top: runs[0].y, right: runs.map(\.to).max()!, bottom: runs[runs.count - 1].y)
  }

  /// Digits side by side, with the thin dash before them that is a minus sign.
  private static func joined(_ regions: [Sign], height: Double) -> [Sign] {
    func wide(_ sign: Sign) -> Double { Double(sign.right - sign.left + 1) }
    func high(_ sign: Sign) -> Double { Double(sign.bottom - sign.top + 1) }
    let digits = regions.filter { (0.5 * height...1.9 * height).contains(high($0)) && wide($0) <= 1.5 * height }.sorted { ($0.left, $0.top) < ($1.left, $1.top) }
    guard digits.count <= 400 else { return [] }
    let dashes = regions.filter { high($0) < 0.5 * height && wide($0) <= 1.2 * height }
    var out: [Sign] = []
    for digit in digits {
      if let i = out.firstIndex(where: { Double(digit.left - $0.right) <= 0.7 * height && Double(min(digit.bottom, $0.bottom) - max(digit.top, $0.top)) > 0.4 * height }) {
        out[i] = Sign(left: min(out[i].left, digit.left), top: min(out[i].top, digit.top), right: max(out[i].right, digit.right), bottom: max(out[i].bottom, digit.bottom))
      } else {
        out.append(digit)
      }
    }
    for i in out.indices {
      if let dash = dashes.first(where: { $0.right < out[i].left && Double(out[i].left - $0.right) <= 0.6 * height && $0.top > out[i].top && $0.bottom < out[i].bottom }) {
        out[i].left = dash.left
      }
    }
    return out.filter { wide($0) <= 8 * height }
  }

  /// One under the other, or beside one another.
  private static func isAligned(_ a: Sign, _ b: Sign, within slack: Double) -> Bool {
    Double(abs(a.right - b.right)) <= slack || Double(abs(a.left - b.left)) <= slack || Double(abs(a.top + a.bottom - b.top - b.bottom)) <= 2 * slack
  }
}
