/// What was read off a chart: kind, axes, and series with their values.
public struct ChartReading: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable { case bar, line, pie }

  public enum Scale: String, Sendable { case linear, logarithmic }

  /// How bars of several series stand.
  public enum Arrangement: String, Sendable { case single, grouped, stacked }

  /// A number or a word at an axis.
  public struct Tick: Sendable, Equatable {
    public var text: String
    /// nil at an axis of categories.
    public var value: Double?
    /// Pixels along the axis, from the picture's left or top.
    public var place: Double

    public init(text: String, value: Double?, place: Double) { (self.text, self.value, self.place) = (text, value, place) }
  }

  public struct Axis: Sendable, Equatable {
    public var title: String?
    public var scale: Scale
    /// In the order of their places.
    public var ticks: [Tick]
    /// What stands at every number of the axis, such as % or $.
    public var unit: String
    /// The mean distance, in pixels, between where the numbers stand and where the axis that fits them has them.
    public var misfit: Double

    public init(title: String?, scale: Scale, ticks: [Tick], unit: String, misfit: Double) {
      (self.title, self.scale, self.ticks, self.unit, self.misfit) = (title, scale, ticks, unit, misfit)
    }
  }

  public struct Value: Sendable, Equatable {
    public var category: String
    public var value: Double
    /// Half the width of the stretch that the value lies in nineteen times of twenty.
    public var error: Double
    /// Whether the picture says the number beside the mark.
    public var isPrinted: Bool
    /// The pixel that it was read at.
    public var place: PicturePoint

    public init(category: String, value: Double, error: Double, isPrinted: Bool, place: PicturePoint) {
      (self.category, self.value, self.error, self.isPrinted, self.place) = (category, value, error, isPrinted, place)
    }
  }

  public struct Series: Sendable, Equatable {
    /// As in the legend; nil where there is none.
    public var name: String?
    /// Red, green and blue.
    public var colour: [UInt8]
    /// One for each category; nil where none could be read.
    public var values: [Value?]

    public init(name: String?, colour: [UInt8], values: [Value?]) { (self.name, self.colour, self.values) = (name, colour, values) }
  }

  public var kind: Kind
  public var arrangement: Arrangement
  /// Whether values run from left to right instead of upwards.
  public var isHorizontal: Bool
  public var title: String?
  public var categories: [String]
  /// nil for a pie, whose values are shares in percent.
  public var valueAxis: Axis?
  public var categoryAxis: Axis?
  public var series: [Series]
  /// Where the marks stand, in pixels.
  public var box: Quadrilateral

  public init(
    kind: Kind, arrangement: Arrangement, isHorizontal: Bool, title: String?, categories: [String], valueAxis: Axis?, categoryAxis: Axis?, series: [Series],
    box: Quadrilateral
  ) {
    (self.kind, self.arrangement, self.isHorizontal, self.title, self.categories) = (kind, arrangement, isHorizontal, title, categories)
    (self.valueAxis, self.categoryAxis, self.series, self.box) = (valueAxis, categoryAxis, series, box)
  }
}

/// Why no values are given for a picture: a chart whose geometry cannot be trusted, or none at all.
public struct ChartRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var reason: String

  public var description: String { reason }
}
