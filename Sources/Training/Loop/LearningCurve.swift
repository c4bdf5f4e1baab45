import Drawing

/// The losses of a training over its steps, and the picture of them.
public struct LearningCurve: Sendable, Equatable, Codable {
  public struct Point: Sendable, Equatable, Codable {
    public var step: Int
    public var loss: Double
    public var validation: Double?
  }

  public private(set) var points: [Point] = []

  public init() {}

  mutating func append(_ progress: TrainingProgress) {
    points.append(Point(step: progress.step, loss: progress.loss, validation: progress.validation))
  }

  /// The step with the least loss on what is held out.
  public var best: Point? { points.filter { $0.validation?.isFinite ?? false }.min { $0.validation! < $1.validation! } }

  /// The curve as SVG. A long training's loss is averaged over stretches of steps.
  public func svg(title: String) -> String {
    let each = max(1, points.count / 400)
    let losses = stride(from: 0, to: points.count, by: each).map { start in
      let stretch = points[start..<min(start + each, points.count)]
      return Drawing.Point(Double(stretch.last!.step), stretch.reduce(0) { $0 + $1.loss } / Double(stretch.count))
    }
    let held = points.compactMap { point in point.validation.map { Drawing.Point(Double(point.step), $0) } }
    return LineChart(
      title: title, xLabel: "step", yLabel: "loss in nats",
      series: [.init("training", losses)] + (held.isEmpty ? [] : [.init("held out", held)])
    ).svg()
  }
}
