/// Series of numbers over a number, such as a loss over the steps of a training.
public struct LineChart: Sendable {
  public struct Series: Sendable, Hashable {
    public var name: String
    public var points: [Point]

    /// - Parameter points: in the chart's own numbers, in the order of the line. One that is no number breaks the line.
    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  public var title: String
  public var xLabel: String
  public var yLabel: String
  public var series: [Series]
  /// Of the whole picture.
  public var size: Size

  public init(title: String, xLabel: String, yLabel: String, series: [Series], size: Size = Size(800, 450)) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.size = size
  }

  private static let font = FontMetrics(size: 12)
  private static let titleFont = FontMetrics(size: 16, isBold: true)
  private static let dashes: [String?] = [nil, "7 4", "2 4", "9 3 2 3"]

  /// The chart with axes, and each series' name at its end.
  public func svg() -> String {
    let all = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let xs = AxisScale(covering: all.map(\.x), count: 6)
    let ys = AxisScale(covering: all.map(\.y), count: 5)
    let names = series.map { TextBlock($0.name, font: Self.font, width: 140, maxLines: 2) }
    let left = 24 + Self.font.lineHeight + (ys.ticks.map { Self.font.width(ys.text($0)) }.max() ?? 0)
    let right = 20 + (names.map(\.size.width).max() ?? 0)
    let plot = Box(x: left, y: 48, width: max(60, size.width - left - right), height: max(40, size.height - 48 - 56))
    var svg = SVGDocument()
    drawAxes(xs, ys, plot, &svg)
    var area = OccupiedArea()
    for (number, line) in series.enumerated() {
      let points = line.points.map { Point(plot.x + xs.share($0.x) * plot.width, plot.bottom - ys.share($0.y) * plot.height) }
      let colour = Palette.colour(number % Palette.colours.count)
      draw(points, colour, Self.dashes[number / Palette.colours.count % Self.dashes.count], &svg)
      guard let last = points.last(where: { $0.x.isFinite && $0.y.isFinite }) else { continue }
      // The name stands at the line's end, or as near above or beneath as there is room.
      let name = names[number].size
      let wanted = (0..<80).lazy.map { step in
        let shift = Double((step + 1) / 2) * 4 * (step % 2 == 0 ? 1 : -1)
        return Box(x: plot.right + 8, y: last.y - name.height / 2 + shift, width: name.width, height: name.height)
      }
      let bounds = Box(x: 0, y: 0, width: size.width, height: size.height)
      if let box = area.place(wanted, within: bounds, margin: 1) { svg.text(names[number], in: box, anchor: .start, colour: colour) }
    }
    let heading = TextBlock(title, font: Self.titleFont, width: size.width - 32, maxLines: 1)
    svg.text(heading, in: Box(x: 16, y: 12, width: size.width - 32, height: heading.size.height), anchor: .start)
    return svg.finished(showing: Box(x: 0, y: 0, width: size.width, height: size.height), title: title)
  }

  private func draw(_ points: [Point], _ colour: String, _ dashes: String?, _ svg: inout SVGDocument) {
    var path: SVGPath?
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        if let path { svg.path(path, stroke: colour, width: 2, dashes: dashes) }
        path = nil
        continue
      }
      path = path?.line(to: point) ?? SVGPath(point)
    }
    if let path { svg.path(path, stroke: colour, width: 2, dashes: dashes) }
  }

  private func drawAxes(_ xs: AxisScale, _ ys: AxisScale, _ plot: Box, _ svg: inout SVGDocument) {
    for tick in ys.ticks {
      let y = plot.bottom - ys.share(tick) * plot.height
      svg.line(Point(plot.x, y), Point(plot.right, y), stroke: Palette.faint)
      let text = TextBlock(ys.text(tick), font: Self.font, width: 200, maxLines: 1)
      svg.text(text, in: Box(x: 0, y: y - 10, width: plot.x - 8, height: 20), anchor: .end, colour: Palette.quiet)
    }
    for tick in xs.ticks {
      let x = plot.x + xs.share(tick) * plot.width
      svg.line(Point(x, plot.bottom), Point(x, plot.bottom + 5), stroke: Palette.line)
      let text = TextBlock(xs.text(tick), font: Self.font, width: 200, maxLines: 1)
      svg.text(text, in: Box(x: x - 50, y: plot.bottom + 6, width: 100, height: 18), colour: Palette.quiet)
    }
    svg.line(Point(plot.x, plot.bottom), Point(plot.right, plot.bottom), stroke: Palette.line)
    let below = TextBlock(xLabel, font: Self.font, width: plot.width, maxLines: 1)
    svg.text(below, in: Box(x: plot.x, y: plot.bottom + 28, width: plot.width, height: 18))
    let above = TextBlock(yLabel, font: Self.font, width: plot.width, maxLines: 1)
    svg.text(above, in: Box(x: 16, y: plot.y - 20, width: plot.width, height: 16), anchor: .start, colour: Palette.quiet)
  }
}
