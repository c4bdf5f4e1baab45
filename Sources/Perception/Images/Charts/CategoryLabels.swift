/// The words or numbers along the axis of categories: under the plot, or over it.
struct CategoryLabels {
  var texts: [ChartText]

  /// - Parameter side: whether they stand over the plot instead of under it.
  init(_ texts: [ChartText], plot: PlotArea, axis: ValueAxis, isOver: Bool, excluding legend: ChartLegend) {
    let used = Set(axis.ticks.map(\.text.line)), named = Set(legend.entries.map(\.text.line))
    let slack = Double(plot.width) * 0.12 + 4 * axis.size
    let beside = texts.filter { text in
      !used.contains(text.line) && !named.contains(text.line) && text.anchor.x > Double(plot.left) - slack && text.anchor.x < Double(plot.right) + slack
        && (isOver ? text.bottom < Double(plot.top) + 0.6 * axis.size : text.top > Double(plot.bottom) - 0.6 * axis.size)
    }
    // The row next to the plot: labels whose near ends are at one height.
    func nearEnd(_ text: ChartText) -> Double { isOver ? text.bottom : text.top }
    guard let nearest = beside.map(nearEnd).min(by: { isOver ? $0 > $1 : $0 < $1 }) else {
      self.texts = []
      return
    }
    let distance = isOver ? Double(plot.top) - nearest : nearest - Double(plot.bottom)
    guard distance < 4.5 * axis.size else {
      self.texts = []
      return
    }
    self.texts = beside.filter { abs(nearEnd($0) - nearest) < 0.9 * axis.size }.sorted { $0.anchor.x < $1.anchor.x }
  }

  /// With crowded labels that were read as one line parted at the places that they belong to.
  func parted(at places: [Double]) -> CategoryLabels {
    var out = self
    out.texts = texts.flatMap { text in text.parted(at: places.filter { $0 > text.left && $0 < text.right }) ?? [text] }
    return out
  }

  /// Places at which a label stands and no mark was found, one or more whole steps from those that were: what is there could not be read.
  func places(beside found: [Double], in columns: ClosedRange<Int>) -> [Double] {
    let gaps = zip(found, found.dropFirst()).map { $1 - $0 }
    guard let step = gaps.min(), step > 6, gaps.allSatisfy({ abs(($0 / step).rounded() - $0 / step) < 0.15 }) else { return [] }
    return texts.map(\.anchor.x).filter { place in
      let steps = (place - found[0]) / step
      return columns.contains(Int(place)) && abs(steps.rounded() - steps) < 0.2 && found.allSatisfy { abs($0 - place) > 0.6 * step }
    }
  }

  /// For each place the label that stands there; "(3)" where none was read.
  func names(at places: [Double]) -> [String] {
    let gaps = zip(places, places.dropFirst()).map { $1 - $0 }.sorted(), reach = 0.5 * (gaps.isEmpty ? 1e9 : gaps[gaps.count / 2])
    return places.enumerated().map { i, place in
      let near = texts.filter { abs($0.anchor.x - place) < reach }
      return near.min { abs($0.anchor.x - place) < abs($1.anchor.x - place) }?.text ?? "(\(i + 1))"
    }
  }
}
