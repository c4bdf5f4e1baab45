/// What bars and lines are read in: an axis, the plot beside it, its colours and the legend.
struct ChartScene {
  var axis: ValueAxis
  var plot: PlotArea
  var inks: InkMap
  var legend: ChartLegend
  let canvas: ChartCanvas
  let texts: [ChartText]

  /// Axes that are tried, the likeliest first.
  private static let most = 3

  static func all(_ canvas: ChartCanvas, _ texts: [ChartText], isTransposed: Bool, ofLines: Bool = false) -> [ChartScene] {
    ValueAxis.all(of: texts, canvas: canvas, isTransposed: isTransposed).prefix(most).compactMap { ChartScene($0, canvas, texts, isTransposed, ofLines) }
  }

  private init?(_ found: ValueAxis, _ canvas: ChartCanvas, _ texts: [ChartText], _ isTransposed: Bool, _ ofLines: Bool) {
    var axis = found
    guard let plot = PlotArea(axis, canvas: canvas, texts: texts) else { return nil }
    // Ticks: strokes between the numbers and the plot, or inside its edge; else the grid's lines.
    let deep = max(4, Int(0.45 * axis.size)), edge = axis.isOnRight ? plot.right : plot.left
    let rows = max(0, Int(axis.low - axis.size))...min(canvas.height - 1, Int(axis.high + axis.size))
    // Letters have strokes too: only what is beyond the numbers' boxes is looked at.
    let outer = Int(axis.edge) + (axis.isOnRight ? -1 : 1)
    let outside = axis.isOnRight ? edge + 2...max(edge + 2, min(edge + 1 + deep, outer)) : min(max(0, edge - 2), max(0, edge - 1 - deep, outer))...max(0, edge - 2)
    let inside = axis.isOnRight ? max(0, edge - deep)...edge : edge...edge + deep
    let ticks = outside.upperBound < canvas.width && outside.count >= 3 ? TickPlaces.alongY(canvas, columns: outside, rows: rows, share: 0.5) : []
    if ticks.count >= 2 {
      axis.snap(to: ticks)
    } else {
      let grid = TickPlaces.alongY(canvas, columns: plot.left...plot.right, rows: rows, share: 0.3)
      axis.snap(to: grid.count >= 2 ? grid : TickPlaces.alongY(canvas, columns: inside, rows: rows, share: 0.5))
    }
    // Two numbers alone are an axis only with their ticks.
    guard axis.ticks.count > 2 || axis.isAtTicks else { return nil }
    var inks = InkMap(canvas, plot: plot, texts: texts)
    if ofLines { inks.mergeEdges(plot) }
    guard !inks.inks.isEmpty else { return nil }
    let names = Set(axis.ticks.map(\.text.line))
    let free = texts.filter { !names.contains($0.line) }
    // Samples stand to the left of their names, whichever way values run.
    let legend = isTransposed ? ChartLegend(inks.transposed, texts: free.map(\.transposed)).transposed : ChartLegend(inks, texts: free)
    if ofLines {
      // The frame's lines may have a line's colour.
      for (l, t, r, b) in [(plot.left, plot.top, plot.left + 1, plot.bottom), (plot.right - 2, plot.top, plot.right, plot.bottom), (plot.left, plot.top, plot.right, plot.top + 1), (plot.left, plot.bottom - 2, plot.right, plot.bottom)] {
        inks.erase(left: l, top: t, right: r, bottom: b)
      }
    }
    (self.axis, self.plot, self.inks, self.legend, self.canvas, self.texts) = (axis, plot, inks, legend, canvas, texts)
    if !legend.isEmpty {
      if ofLines {
        self.inks.erase(left: legend.left, top: legend.top, right: legend.right, bottom: legend.bottom)
      } else {
        self.inks.uncover(left: legend.left, top: legend.top, right: legend.right, bottom: legend.bottom, canvas: canvas)
      }
    }
  }

  func axisReading(isTransposed: Bool) -> ChartReading.Axis {
    // The title stands beside the numbers, on the far side from the plot.
    let beyond = texts.filter { text in
      axis.isOnRight ? text.left > axis.edge + axis.size && text.middle.x > Double(plot.right) + 2 * axis.size : text.right < axis.ticks.map(\.text.left).min()! + 0.3 * axis.size
    }.filter { $0.middle.y > Double(plot.top) && $0.middle.y < Double(plot.bottom) && NumberLabel($0.text) == nil }
    let title = isTransposed == axis.isOnRight ? beyond.max { $0.text.count < $1.text.count }?.text : nil
    return ChartReading.Axis(
      title: title, scale: axis.fit.isLogarithmic ? .logarithmic : .linear,
      ticks: axis.ticks.map { ChartReading.Tick(text: $0.text.text, value: $0.value, place: $0.place * canvas.scale) }, unit: axis.unit, misfit: axis.fit.misfit * canvas.scale)
  }

  /// The chart's title: the largest text over the plot, the widest of those.
  static func title(_ texts: [ChartText], over top: Double, excluding lines: Set<Int>) -> String? {
    texts.filter { $0.bottom <= top + 0.4 * $0.size && !lines.contains($0.line) && $0.text.contains(where: \.isLetter) }
      .max { ($0.size * Double($0.text.count).squareRoot()) < ($1.size * Double($1.text.count).squareRoot()) }?.text
  }

  /// Of the canvas or its transposed, in the picture's pixels.
  func point(_ x: Double, _ y: Double, isTransposed: Bool) -> PicturePoint {
    isTransposed ? PicturePoint(x: y * canvas.scale, y: x * canvas.scale) : PicturePoint(x: x * canvas.scale, y: y * canvas.scale)
  }

  func box(isTransposed: Bool) -> Quadrilateral {
    let a = point(Double(plot.left), Double(plot.top), isTransposed: isTransposed), b = point(Double(plot.right + 1), Double(plot.bottom + 1), isTransposed: isTransposed)
    return Quadrilateral(left: a.x, top: a.y, right: b.x, bottom: b.y)
  }

  /// Whether a letter may stand at a pixel.
  var isText: (Int, Int) -> Bool {
    let boxes = texts.filter { $0.right > Double(plot.left) && $0.left < Double(plot.right) && $0.bottom > Double(plot.top) && $0.top < Double(plot.bottom) }
    return { x, y in boxes.contains { Double(x) >= $0.left && Double(x) <= $0.right && Double(y) >= $0.top && Double(y) <= $0.bottom } }
  }
}

extension ChartColour {
  var bytes: [UInt8] { [UInt8(clamping: red), UInt8(clamping: green), UInt8(clamping: blue)] }
}
