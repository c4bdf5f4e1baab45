import Foundation

/// Sectors to shares in percent.
enum PieReading {
  static func read(_ canvas: ChartCanvas, _ texts: [ChartText]) -> ChartReading? {
    let plot = PlotArea(whole: canvas)
    var inks = InkMap(canvas, plot: plot, texts: texts)
    guard !inks.inks.isEmpty else { return nil }
    var found = PieChart(inks, canvas: canvas), legend = ChartLegend(inks, texts: texts.filter { text in found.map { !isInside(text, $0) } ?? true })
    if found == nil, !legend.isEmpty {
      // The legend's samples hid the circle.
      inks.erase(left: legend.left, top: legend.top, right: legend.right, bottom: legend.bottom)
      found = PieChart(inks, canvas: canvas)
    }
    guard let pie = found else { return nil }
    // A name beside its sector has that colour to its left too, but not every name has.
    if legend.entries.count < 2 { legend.entries = [] }
    let names = self.names(pie, texts, legend)
    var values: [ChartReading.Value?] = []
    for (sector, name) in zip(pie.sectors, names) {
      let angle = sector.middle * 2 * .pi, place = PicturePoint(x: pie.centre.x + sin(angle) * pie.radius * 0.75, y: pie.centre.y - cos(angle) * pie.radius * 0.75)
      var value = ChartReading.Value(
        category: name, value: sector.share * 100, error: 320 * sector.spread, isPrinted: false,
        place: PicturePoint(x: place.x * canvas.scale, y: place.y * canvas.scale))
      // A share that is printed in its sector is exact, if it agrees with the angle.
      if let printed = printed(in: sector, pie, texts), abs(printed.value - value.value) < max(3, 2 * value.error) {
        value.value = printed.value
        value.error = printed.error
        value.isPrinted = true
      }
      values.append(value)
    }
    let used = Set(legend.entries.map(\.text.line))
    let scale = canvas.scale
    return ChartReading(
      kind: .pie, arrangement: .single, isHorizontal: false,
      title: ChartScene.title(texts.filter { !names.contains($0.text) }, over: pie.centre.y - pie.radius, excluding: used), categories: names, valueAxis: nil, categoryAxis: nil,
      series: [ChartReading.Series(name: nil, colour: inks.inks[pie.sectors[0].ink].colour.bytes, values: values)],
      box: Quadrilateral(
        left: (pie.centre.x - pie.radius) * scale, top: (pie.centre.y - pie.radius) * scale, right: (pie.centre.x + pie.radius) * scale,
        bottom: (pie.centre.y + pie.radius) * scale))
  }

  private static func distance(_ text: ChartText, _ pie: PieChart) -> Double { text.middle.distance(to: pie.centre) / pie.radius }

  private static func isInside(_ text: ChartText, _ pie: PieChart) -> Bool { distance(text, pie) < 1 }

  /// Turns clockwise from the top.
  private static func turn(_ point: PicturePoint, _ pie: PieChart) -> Double {
    let turn = atan2(point.x - pie.centre.x, pie.centre.y - point.y) / (2 * .pi)
    return turn < 0 ? turn + 1 : turn
  }

  private static func apart(_ a: Double, _ b: Double) -> Double {
    let d = abs(a - b).truncatingRemainder(dividingBy: 1)
    return min(d, 1 - d)
  }

  /// The legend's names by colour, or the text that stands outside at a sector's middle.
  private static func names(_ pie: PieChart, _ texts: [ChartText], _ legend: ChartLegend) -> [String] {
    var names = pie.sectors.map { sector in legend.name(of: sector.ink) }
    if names.count(where: { $0 != nil }) * 2 < names.count {
      names = names.map { _ in nil }
      let around = texts.filter { text in
        let near = PicturePoint(x: pie.centre.x.clamped(to: text.left...max(text.left, text.right)), y: pie.centre.y.clamped(to: text.top...max(text.top, text.bottom)))
        let share = near.distance(to: pie.centre) / pie.radius
        return share > 0.93 && share < 1.35 && NumberLabel(text.text) == nil
      }
      var pairs: [(off: Double, text: Int, sector: Int)] = []
      for (t, text) in around.enumerated() {
        let near = PicturePoint(x: pie.centre.x.clamped(to: text.left...max(text.left, text.right)), y: text.middle.y)
        for (s, sector) in pie.sectors.enumerated() { pairs.append((apart(turn(near, pie), sector.middle), t, s)) }
      }
      var taken = Set<Int>()
      for pair in pairs.sorted(by: { $0.off < $1.off }) where names[pair.sector] == nil && !taken.contains(pair.text) && pair.off < max(0.06, pie.sectors[pair.sector].share / 2) {
        names[pair.sector] = around[pair.text].text
        taken.insert(pair.text)
      }
    }
    return names.enumerated().map { $1 ?? "(\($0 + 1))" }
  }

  private static func printed(in sector: PieChart.Sector, _ pie: PieChart, _ texts: [ChartText]) -> (value: Double, error: Double)? {
    for text in texts where isInside(text, pie) {
      guard text.text.hasSuffix("%"), let number = NumberLabel(text.text), let value = number.values.first, value >= 0, value <= 100 else { continue }
      guard apart(turn(text.middle, pie), sector.middle) < min(0.04, sector.share / 3) else { continue }
      let decimals = text.text.split(separator: ".").count == 2 ? text.text.split(separator: ".")[1].count(where: \.isNumber) : 0
      return (value, 0.55 * pow(10, -Double(decimals)))
    }
    return nil
  }
}
