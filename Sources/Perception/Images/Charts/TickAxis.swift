/// Places along x where a line chart is read: its ticks, with what they are called.
struct TickAxis {
  var ticks: [ChartReading.Tick]
  /// How far a tick may be from where it is taken to be, in pixels.
  var uncertainty: Double

  /// - Returns: nil with fewer than two labels.
  init?(_ labels: CategoryLabels, plot: PlotArea, canvas: ChartCanvas, size: Double) {
    guard !labels.texts.isEmpty, labels.texts.count <= 60 else { return nil }
    // Places: the strokes under the plot, or the grid's, near the labels.
    let deep = max(3, Int(0.5 * size)), columns = max(0, plot.left - 4)...min(canvas.width - 1, plot.right + 4)
    // Letters have strokes too: only what is over the labels' boxes is looked at.
    let from = min(plot.bottom + 2, canvas.height - 1), to = min(plot.bottom + 1 + deep, canvas.height - 1, Int(labels.texts.map(\.top).min()!) + 1)
    let under = to - from >= 2 ? TickPlaces.alongX(canvas, columns: columns, rows: from...to, share: 0.45) : []
    let grid = TickPlaces.alongX(canvas, columns: columns, rows: plot.top...plot.bottom, share: 0.35)
    let texts = labels.parted(at: under.count > 1 ? under : grid).texts
    guard texts.count >= 2, texts.count <= 60 else { return nil }
    func snapped(_ place: Double, _ reach: Double) -> Double? {
      for places in [under, grid] {
        if let near = places.min(by: { abs($0 - place) < abs($1 - place) }), abs(near - place) <= reach { return near }
      }
      return nil
    }
    let numbers = texts.map { NumberLabel($0.text) }
    var values: [Double?] = numbers.map { $0?.values.first }
    // Where the letters stand, not their box, which may be wider on one side.
    let turned = canvas.transposed
    var places = texts.map { $0.anchor == $0.middle ? InkExtent.middle(of: $0.transposed, canvas: turned) : $0.anchor.x }
    var wrong = Set<Int>()
    uncertainty = 1
    let marks = texts.indices.compactMap { i in numbers[i].map { (i, AxisFit.Mark(place: places[i], readings: $0.values.map { ($0, 1) } + $0.values.prefix(1).map { (-$0, 0.7) })) } }
    if marks.count * 3 >= texts.count * 2, var fit = AxisFit(marks.map(\.1)), !fit.isLogarithmic {
      // Numbers: what does not fit was misread.
      let agreeing = fit.agreeing.map { (index: marks[$0.mark].0, value: $0.value) }
      let exact = agreeing.compactMap { item in (fit.place(of: item.value).flatMap { snapped($0, max(3, 0.4 * size)) }).map { (place: $0, value: item.value) } }
      if exact.count * 5 >= agreeing.count * 3 {
        fit.refine(exact)
        uncertainty = 0.5
      } else {
        uncertainty = max(0.7, fit.misfit)
      }
      wrong = Set(texts.indices).subtracting(agreeing.map(\.index))
      for (index, value) in agreeing {
        values[index] = value
        places[index] = fit.place(of: value)!
      }
    } else {
      // Words: mostly at equal distances, which averages out how wide each is.
      values = values.map { _ in nil }
      let exact = places.map { snapped($0, max(4, 0.6 * size)) }
      if exact.count(where: { $0 != nil }) * 5 >= places.count * 4 {
        for (i, place) in exact.enumerated() { if let place { places[i] = place } }
        uncertainty = 0.5
      } else if let regular = Self.regular(places) {
        (places, uncertainty) = (regular, 0.8)
      } else {
        uncertainty = 1.5
      }
    }
    ticks = texts.indices.filter { !wrong.contains($0) }.map { ChartReading.Tick(text: texts[$0].text, value: values[$0], place: places[$0]) }
    ticks.sort { $0.place < $1.place }
    if wrong.count < texts.count, ticks.allSatisfy({ $0.value != nil }) { completeSteps(plot) }
  }

  /// Adds the numbers between and beside those that were read, at their usual distance: single digits are often overlooked.
  private mutating func completeSteps(_ plot: PlotArea) {
    let gaps = zip(ticks, ticks.dropFirst()).map { ($1.place - $0.place, $1.value! - $0.value!) }
    guard let (pixels, step) = gaps.min(by: { $0.0 < $1.0 }), pixels > 8, step != 0, let first = ticks.first else { return }
    var out: [ChartReading.Tick] = []
    let before = Int(((first.place - Double(plot.left) + 2) / pixels).rounded(.down)), after = Int(((Double(plot.right) + 2 - first.place) / pixels).rounded(.down))
    guard before >= 0, after >= 0, before + after < 100 else { return }
    for i in -before...after {
      let place = first.place + Double(i) * pixels
      if let known = ticks.first(where: { abs($0.place - place) < 0.3 * pixels }) {
        out.append(known)
      } else {
        let value = first.value! + Double(i) * step, rounded = (value / step).rounded() * step
        out.append(ChartReading.Tick(text: NumberLabel.text(abs(rounded - value) < 1e-6 * abs(step) ? rounded : value), value: value, place: place))
      }
    }
    if out.count >= ticks.count { ticks = out }
  }

  /// The places as whole steps of one distance; nil where they are none.
  private static func regular(_ places: [Double]) -> [Double]? {
    let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
    guard let step = gaps.min(), step > 6, places.count >= 3 else { return nil }
    var marks: [AxisFit.Mark] = []
    for place in places { marks.append(AxisFit.Mark(place: place, readings: [(((place - places[0]) / step).rounded(), 1)])) }
    guard let fit = AxisFit(marks), !fit.isLogarithmic, fit.agreeing.count == places.count else { return nil }
    return fit.agreeing.compactMap { fit.place(of: $0.value) }
  }
}
