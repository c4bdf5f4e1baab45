/// A bar, or a part of a stacked one: a rectangle of one colour, in whole pixels, ends included.
struct BarRectangle: Equatable {
  var ink: Int
  var left, right, top, bottom: Int

  var width: Int { right - left + 1 }
  var height: Int { bottom - top + 1 }
  var middle: Double { Double(left + right + 1) / 2 }
}

/// Finds rectangles of one colour: columns of pixels whose stretches begin and end at the same heights.
struct BarFinder {
  let inks: InkMap
  let plot: PlotArea
  /// Whether letters may stand there.
  let isText: (Int, Int) -> Bool

  /// Grid lines are drawn over bars too: so many pixels of another colour part nothing.
  private static let bridge = 3
  /// No chart has more.
  private static let most = 1000

  func rectangles(of ink: Int) -> [BarRectangle] {
    var open: [(rectangle: BarRectangle, tops: Int, bottoms: Int, columns: Int)] = [], done: [BarRectangle] = []
    func close(_ item: (rectangle: BarRectangle, tops: Int, bottoms: Int, columns: Int)) {
      var rectangle = item.rectangle
      guard item.columns >= 4 else { return }
      rectangle.top = (item.tops + item.columns / 2) / item.columns
      rectangle.bottom = (item.bottoms + item.columns / 2) / item.columns
      done.append(rectangle)
    }
    for x in plot.left...plot.right {
      for (top, bottom) in stretches(of: ink, x: x) {
        if let i = open.firstIndex(where: { abs($0.rectangle.top - top) <= 1 && abs($0.rectangle.bottom - bottom) <= 1 && $0.rectangle.right < x }) {
          open[i].rectangle.right = x
          open[i].tops += top
          open[i].bottoms += bottom
          open[i].columns += 1
        } else if open.count < 64 {
          open.append((BarRectangle(ink: ink, left: x, right: x, top: top, bottom: bottom), top, bottom, 1))
        }
      }
      open.removeAll { item in
        guard x - item.rectangle.right > Self.bridge else { return false }
        close(item)
        return true
      }
      if done.count > Self.most { return [] }
    }
    for item in open { close(item) }
    return done
  }

  /// The ink's stretches in a column, two pixels long at least; letters and thin lines over them part nothing.
  private func stretches(of ink: Int, x: Int) -> [(Int, Int)] {
    var out: [(Int, Int)] = [], start = -1, end = -1
    func close() { if start >= 0, end - start >= 1 { out.append((start, end)) } }
    for y in plot.top...plot.bottom where Int(inks.label(x, y)) == ink {
      if start >= 0, y - end - 1 <= Self.bridge || isText(x, (y + end) / 2) && y - end < 60 && (end + 1..<y).allSatisfy({ isText(x, $0) }) {
        end = y
      } else {
        close()
        (start, end) = (y, y)
      }
    }
    close()
    return out
  }
}
