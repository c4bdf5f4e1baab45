/// Bars to values.
enum BarReading {
  /// The spread of a bar's end, in pixels: it is drawn on whole ones, and may have a border.
  private static let spread = 0.55

  static func read(_ canvas: ChartCanvas, _ texts: [ChartText], isTransposed: Bool, reasons: inout [String]) -> ChartReading? {
    for scene in ChartScene.all(canvas, texts, isTransposed: isTransposed) {
      do {
        let bars = try BarChart(scene.inks, canvas: canvas, plot: scene.plot, axis: scene.axis, legend: scene.legend, isText: scene.isText)
        if bars.share > 0.5 { return reading(bars, scene, isTransposed: isTransposed) }
        reasons.append("most of what is coloured is no bar")
      } catch { reasons.append(error.reason) }
    }
    return nil
  }

  private static func reading(_ chart: BarChart, _ scene: ChartScene, isTransposed: Bool) -> ChartReading {
    var axis = scene.axis
    // Where numbers have no tick marks, the line that bars stand on tells how far beside their places the numbers are.
    if let zero = axis.fit.place(of: 0), !axis.isAtTicks, abs(zero - chart.baseline) < 0.35 * axis.size { axis.settle(by: chart.baseline - zero) }
    let labels = CategoryLabels(scene.texts, plot: scene.plot, axis: axis, isOver: isTransposed, excluding: scene.legend).parted(at: chart.categories)
    let missing = labels.places(beside: chart.categories, in: scene.plot.left...scene.plot.right), categories = (chart.categories + missing).sorted()
    let numbers = chart.categories.map { categories.firstIndex(of: $0)! }
    // The last parts of a category first: transposed pictures are read from the top down all the same.
    let names = labels.names(at: categories)
    // Where every colour has one bar of its own category, colours are categories.
    let perColour = Dictionary(grouping: chart.bars, by: \.rectangle.ink).values.map(\.count)
    let isOneSeries = !chart.isStacked && chart.order.count > 1 && perColour.allSatisfy { $0 == 1 } && chart.categories.count == chart.bars.count
    let groups = isOneSeries ? [chart.order] : chart.order.map { [$0] }
    let series = groups.map { inks -> ChartReading.Series in
      var values = [ChartReading.Value?](repeating: nil, count: categories.count)
      for bar in chart.bars where inks.contains(bar.rectangle.ink) && !bar.isHidden {
        let end = axis.fit.value(at: bar.to), begin = axis.fit.value(at: bar.from)
        let isStacked = chart.isStacked && bar.from != chart.baseline
        let error = isStacked ? axis.error(at: bar.to, pixels: spread * 1.4) : axis.error(at: bar.to, pixels: spread)
        // A stack's first part ends where its value is.
        let value = isStacked ? end - begin : end
        values[numbers[bar.category]] = ChartReading.Value(
          category: names[numbers[bar.category]], value: value, error: error, isPrinted: false, place: scene.point(bar.rectangle.middle, bar.to, isTransposed: isTransposed))
      }
      return ChartReading.Series(name: isOneSeries ? nil : scene.legend.name(of: inks[0]), colour: scene.inks.inks[inks[0]].colour.bytes, values: values)
    }
    let used = Set(axis.ticks.map(\.text.line)).union(scene.legend.entries.map(\.text.line)).union(labels.texts.map(\.line))
    let upright = isTransposed ? scene.texts.map(\.transposed) : scene.texts
    let top = isTransposed ? Double(scene.plot.left) : Double(scene.plot.top)
    return ChartReading(
      kind: .bar, arrangement: chart.isStacked ? .stacked : series.count > 1 ? .grouped : .single, isHorizontal: isTransposed,
      title: ChartScene.title(upright, over: top, excluding: used), categories: names, valueAxis: scene.axisReading(isTransposed: isTransposed),
      categoryAxis: ChartReading.Axis(
        title: nil, scale: .linear,
        ticks: zip(names, categories).map { ChartReading.Tick(text: $0, value: nil, place: $1 * scene.canvas.scale) }, unit: "", misfit: 0),
      series: series, box: scene.box(isTransposed: isTransposed))
  }
}
