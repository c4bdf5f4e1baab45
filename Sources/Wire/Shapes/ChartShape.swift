/// What was read off a chart, as `POST /v1/read` tells it.
public struct ChartShape: Codable, Sendable, Equatable {
  public struct Tick: Codable, Sendable, Equatable {
    public var text: String
    public var value: Double?
    /// Pixels along the axis.
    public var place: Double

    public init(text: String, value: Double?, place: Double) { (self.text, self.value, self.place) = (text, value, place) }
  }

  public struct Axis: Codable, Sendable, Equatable {
    public var title: String?
    /// `linear` or `logarithmic`.
    public var scale: String
    public var unit: String
    public var ticks: [Tick]

    public init(title: String?, scale: String, unit: String, ticks: [Tick]) { (self.title, self.scale, self.unit, self.ticks) = (title, scale, unit, ticks) }
  }

  public struct Value: Codable, Sendable, Equatable {
    public var category: String
    public var value: Double
    /// Half the width of the stretch that the value lies in nineteen times of twenty.
    public var error: Double
    /// The pixel that it was read at.
    public var x, y: Double

    public init(category: String, value: Double, error: Double, x: Double, y: Double) {
      (self.category, self.value, self.error, self.x, self.y) = (category, value, error, x, y)
    }
  }

  public struct Series: Codable, Sendable, Equatable {
    /// Missing where there is no legend.
    public var name: String?
    /// `#rrggbb`.
    public var color: String
    /// One for each category; null where none could be read.
    public var values: [Value?]

    public init(name: String?, color: String, values: [Value?]) { (self.name, self.color, self.values) = (name, color, values) }
  }

  /// `bar`, `line` or `pie`.
  public var kind: String
  /// `single`, `grouped` or `stacked`.
  public var arrangement: String
  public var horizontal: Bool
  public var title: String?
  public var categories: [String]
  /// Missing for a pie, whose values are shares in percent.
  public var axis: Axis?
  public var series: [Series]
  /// Four corners (x, y) in pixels.
  public var box: [[Double]]

  public init(
    kind: String, arrangement: String, horizontal: Bool, title: String?, categories: [String], axis: Axis?, series: [Series], box: [[Double]]
  ) {
    (self.kind, self.arrangement, self.horizontal, self.title) = (kind, arrangement, horizontal, title)
    (self.categories, self.axis, self.series, self.box) = (categories, axis, series, box)
  }
}
