/// Lines to values at the ticks.
enum LineReading {
  static func read(_ canvas: ChartCanvas, _ texts: [ChartText], reasons: inout [String]) -> ChartReading? {
    for scene in ChartScene.all(canvas, texts, isTransposed: false, ofLines: true) {
      let labels = CategoryLabels(texts, plot: scene.plot, axis: scene.axis, isOver: false, excluding: scene.legend)
      guard let ticks = TickAxis(labels, plot: scene.plot, canvas: canvas, size: scene.axis.size), ticks.ticks.count >= 2 else {
        reasons.append("no labels were found along the axis of categories")
        continue
      }
      guard paperShare(scene) > 0.6 else {
        reasons.append("the plot is filled with colour, which lines do not do")
        continue
      }
      let lines = tracers(scene)
      guard !lines.isEmpty else {
        reasons.append("no line was found in the plot")
        continue
      }
      let chart = reading(lines, ticks, labels, scene)
      guard chart.series.contains(where: { $0.values.count { $0 != nil } * 2 >= chart.categories.count }) else {
        reasons.append("what could be a line is there at too few ticks")
        continue
      }
      return chart
    }
    return nil
  }

  private static func paperShare(_ scene: ChartScene) -> Double {
    let plot = scene.plot
    var empty = 0
    for y in plot.top...plot.bottom { for x in plot.left...plot.right where scene.inks.label(x, y) == InkMap.paper { empty += 1 } }
    return Double(empty) / Double(plot.width * plot.height)
  }

  /// The inks that are lines: not the grid's nor the frame's, and not the blurred edges of another.
  private static func tracers(_ scene: ChartScene) -> [(ink: Int, line: LineTracer)] {
    let inks = scene.inks
    // Strokes across the whole plot are the grid's and the frame's.
    let plot = scene.plot, all = plot.top...plot.bottom
    let rows = TickPlaces.alongY(scene.canvas, columns: plot.left...plot.right, rows: all, share: 0.55)
    let columns = TickPlaces.alongX(scene.canvas, columns: plot.left...plot.right, rows: all, share: 0.55)
    let named = Set(scene.legend.entries.map(\.ink))
    var isGrid = [Bool](repeating: false, count: inks.inks.count)
    for ink in inks.inks.indices where !named.contains(ink) {
      var on = 0, total = 0
      for y in plot.top...plot.bottom {
        let onRow = rows.contains { abs($0 - 0.5 - Double(y)) < 1.6 } || y - plot.top < 2 || plot.bottom - y < 2
        for x in plot.left...plot.right where Int(inks.label(x, y)) == ink {
          total += 1
          if onRow || x - plot.left < 3 || plot.right - x < 3 || columns.contains(where: { abs($0 - 0.5 - Double(x)) < 1.6 }) { on += 1 }
        }
      }
      isGrid[ink] = on * 10 > total * 6
    }
    var out: [(ink: Int, line: LineTracer)] = []
    for ink in inks.inks.indices where !isGrid[ink] && inks.inks[ink].count > 0 {
      if let line = LineTracer(inks, ink: ink, canvas: scene.canvas, plot: plot, isNamed: named.contains(ink)) { out.append((ink, line)) }
    }
    // Beside what the legend names, a paler shade of it is its blur.
    if named.count > 1 {
      out.removeAll { item in
        !named.contains(item.ink) && named.contains { InkMap.isBetween(inks.inks[item.ink].colour, plot.paper, inks.inks[$0].colour) }
      }
    }
    // What the legend does not name must be at least half as long as the longest.
    guard let longest = out.map({ $0.line.coverage * Double($0.line.last - $0.line.first) }).max() else { return out }
    return out.filter { named.contains($0.ink) || $0.line.coverage * Double($0.line.last - $0.line.first) > 0.5 * longest }
  }

  private static func reading(_ lines: [(ink: Int, line: LineTracer)], _ ticks: TickAxis, _ labels: CategoryLabels, _ scene: ChartScene) -> ChartReading {
    let axis = scene.axis, scale = scene.canvas.scale
    let gaps = zip(ticks.ticks, ticks.ticks.dropFirst()).map { $1.place - $0.place }.sorted()
    let pitch = gaps.isEmpty ? 20 : gaps[gaps.count / 2], isWords = ticks.ticks.allSatisfy { $0.value == nil }
    let series = lines.map { ink, line in
      let values = ticks.ticks.map { tick -> ChartReading.Value? in
        guard let found = line.height(at: tick.place, within: min(14, 0.4 * pitch), isVertex: true) else { return nil }
        let pixels = (found.spread * found.spread + found.slope * found.slope * ticks.uncertainty * ticks.uncertainty * (isWords ? 0.05 : 0.2)).squareRoot()
        return ChartReading.Value(
          category: tick.text, value: axis.fit.value(at: found.y), error: axis.error(at: found.y, pixels: pixels), isPrinted: false,
          place: scene.point(tick.place, found.y, isTransposed: false))
      }
      return ChartReading.Series(name: scene.legend.name(of: ink), colour: scene.inks.inks[ink].colour.bytes, values: values)
    }
    let used = Set(axis.ticks.map(\.text.line)).union(scene.legend.entries.map(\.text.line)).union(labels.texts.map(\.line))
    return ChartReading(
      kind: .line, arrangement: series.count > 1 ? .grouped : .single, isHorizontal: false,
      title: ChartScene.title(scene.texts, over: Double(scene.plot.top), excluding: used), categories: ticks.ticks.map(\.text),
      valueAxis: scene.axisReading(isTransposed: false),
      categoryAxis: ChartReading.Axis(
        title: nil, scale: .linear, ticks: ticks.ticks.map { ChartReading.Tick(text: $0.text, value: $0.value, place: $0.place * scale) }, unit: "", misfit: 0),
      series: series, box: scene.box(isTransposed: false))
  }
}
