/// Points in two dimensions, such as entities by their embedding, with labels where there is room.
public struct ScatterMap: Sendable {
  public struct Mark: Sendable, Hashable {
    public var position: Point
    public var label: String
    /// Each kind has a colour.
    public var kind: String?
    /// The weightier of two marks gets its label first.
    public var weight: Double

    public init(_ position: Point, label: String, kind: String? = nil, weight: Double = 0) {
      self.position = position
      self.label = label
      self.kind = kind
      self.weight = weight
    }
  }

  /// Where everything stands.
  public struct Layout: Sendable {
    /// By mark; nil where the label found no room.
    public let labels: [Box?]
    public let points: [Point]
    public let legend: [Box]
    public let bounds: Box
  }

  public var title: String
  public var marks: [Mark]
  /// Of the map without title and legend.
  public var size: Size

  /// - Parameter marks: those whose position is no number are left out.
  public init(title: String, marks: [Mark], size: Size = Size(900, 620)) {
    self.title = title
    self.marks = marks.filter { $0.position.x.isFinite && $0.position.y.isFinite }
    self.size = size
  }

  private static let font = FontMetrics(size: 12)
  private static let titleFont = FontMetrics(size: 16, isBold: true)
  private static let radius = 4.0

  /// Eight places around each point are tried, the weightiest point first. No label covers a point or another label.
  ///
  /// - Complexity: O(n log n) for points that are spread out.
  public func layout() -> Layout {
    let plot = Box(x: 24, y: 52, width: size.width, height: size.height)
    let points = placed(in: plot)
    var area = OccupiedArea()
    for point in points { area.insert(Box(centre: point, Size(2 * Self.radius, 2 * Self.radius))) }
    var labels: [Box?] = Array(repeating: nil, count: marks.count)
    let blocks = marks.map { block($0) }
    for number in marks.indices.sorted(by: { (-marks[$0].weight, $0) < (-marks[$1].weight, $1) }) {
      labels[number] = area.place(Self.candidates(points[number], blocks[number].size), within: plot, margin: 1)
    }
    var legend: [Box] = []
    var (x, y) = (plot.x, plot.bottom + 16)
    for block in legendBlocks {
      let width = block.size.width + 20
      if x > plot.x, x + width > plot.right { (x, y) = (plot.x, y + 22) }
      legend.append(Box(x: x, y: y, width: width, height: max(14, block.size.height)))
      x += width + 18
    }
    let bottom = (legend.last?.bottom ?? plot.bottom) + 20
    return Layout(labels: labels, points: points, legend: legend, bounds: Box(x: 0, y: 0, width: plot.right + 24, height: bottom))
  }

  public func svg() -> String {
    let layout = layout()
    var svg = SVGDocument()
    svg.rectangle(Box(x: 24, y: 52, width: size.width, height: size.height), fill: Palette.paper, stroke: Palette.faint)
    let places = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
    for (number, mark) in marks.enumerated() {
      let colour = mark.kind.flatMap { places[$0] }.map(Palette.colour) ?? Palette.other
      svg.group(title: mark.label) { $0.circle(layout.points[number], radius: Self.radius, fill: colour, stroke: Palette.paper) }
    }
    for (number, mark) in marks.enumerated() {
      if let box = layout.labels[number] { svg.text(block(mark), in: box, anchor: .start) }
    }
    for (number, block) in legendBlocks.enumerated() {
      let box = layout.legend[number]
      svg.circle(Point(box.x + 6, box.centre.y), radius: 5, fill: Palette.colour(number))
      svg.text(block, in: Box(x: box.x + 18, y: box.y, width: box.width - 18, height: box.height), anchor: .start)
    }
    let heading = TextBlock(title, font: Self.titleFont, width: size.width, maxLines: 1)
    svg.text(heading, in: Box(x: 24, y: 16, width: size.width, height: heading.size.height), anchor: .start)
    return svg.finished(showing: layout.bounds, title: title)
  }

  private func block(_ mark: Mark) -> TextBlock { TextBlock(mark.label, font: Self.font, width: 170, maxLines: 1) }

  private var kinds: [String] {
    var counts: [String: Int] = [:]
    for mark in marks { if let kind = mark.kind { counts[kind, default: 0] += 1 } }
    return counts.keys.sorted { (-counts[$0]!, $0) < (-counts[$1]!, $1) }
  }

  private var legendBlocks: [TextBlock] {
    let kinds = self.kinds
    let shown = kinds.prefix(Palette.colours.count) + (kinds.count > Palette.colours.count ? ["other kinds"] : [])
    return shown.map { TextBlock($0, font: Self.font, width: 200, maxLines: 1) }
  }

  /// Into the plot with the same scale on both axes, so that distances mean the same in every direction.
  private func placed(in plot: Box) -> [Point] {
    guard let first = marks.first?.position else { return [] }
    var (low, high) = (first, first)
    for mark in marks {
      low = Point(min(low.x, mark.position.x), min(low.y, mark.position.y))
      high = Point(max(high.x, mark.position.x), max(high.y, mark.position.y))
    }
    let margin = 20.0
    func scale(_ span: Double, _ room: Double) -> Double { span > 0 ? (room - 2 * margin) / span : .infinity }
    let common = min(scale(high.x - low.x, plot.width), scale(high.y - low.y, plot.height))
    let factor = common.isFinite ? common : 0
    return marks.map { mark in
      Point(
        plot.centre.x + (mark.position.x - (low.x + high.x) / 2) * factor, plot.centre.y - (mark.position.y - (low.y + high.y) / 2) * factor)
    }
  }

  private static func candidates(_ point: Point, _ size: Size) -> [Box] {
    let gap = radius + 3
    let (right, left) = (point.x + gap, point.x - gap - size.width)
    let (above, beside, beneath) = (point.y - gap - size.height, point.y - size.height / 2, point.y + gap)
    let corners = [
      Point(right, beside), Point(left, beside), Point(right, above), Point(right, beneath), Point(left, above), Point(left, beneath),
      Point(point.x - size.width / 2, above), Point(point.x - size.width / 2, beneath),
    ]
    return corners.map { Box(x: $0.x, y: $0.y, width: size.width, height: size.height) }
  }
}
