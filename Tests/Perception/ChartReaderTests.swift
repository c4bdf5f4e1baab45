import Foundation
import Media
import Perception
import Testing

/// Charts drawn here pixel by pixel: what is read off them is known exactly.
@Suite struct ChartReaderTests {
  private static let blue: (UInt8, UInt8, UInt8) = (31, 119, 180), orange: (UInt8, UInt8, UInt8) = (255, 127, 14), green: (UInt8, UInt8, UInt8) = (44, 160, 44)

  /// Numbers 0, 10, 20 … every 40 pixels over the line y = 300.
  private func chart(_ numbers: [String] = ["0", "10", "20", "30", "40", "50"]) -> DrawnChart {
    var chart = DrawnChart()
    chart.axis(left: 80, bottom: 300, right: 480, numbers: numbers, step: 40)
    return chart
  }

  private func values(_ series: ChartReading.Series) -> [Double?] { series.values.map { $0?.value } }

  @Test func barsGiveTheirHeights() throws {
    var chart = chart()
    for (i, height) in [160, 60, 100].enumerated() {
      chart.fill(120 + 120 * i, 300 - height, 180 + 120 * i, 300, Self.blue)
      chart.write(["Asia", "Europe", "Africa"][i], around: 150 + 120 * Double(i), middle: 318)
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.kind == .bar && !read.isHorizontal && read.arrangement == .single && read.categories == ["Asia", "Europe", "Africa"])
    #expect(read.series.count == 1)
    for (value, wanted) in zip(read.series[0].values, [40.0, 15, 25]) {
      let value = try #require(value)
      #expect(abs(value.value - wanted) < 0.3 && value.error > 0 && value.error < 1)
    }
  }

  @Test func barsUnderZeroAreNegative() throws {
    var chart = DrawnChart()
    chart.axis(left: 80, bottom: 300, right: 480, numbers: ["-20", "-10", "0", "10", "20", "30"], step: 40)
    // Zero stands at y = 220.
    for (i, height) in [80, -40, 60, -20].enumerated() {
      chart.fill(100 + 90 * i, min(220, 220 - height), 150 + 90 * i, max(220, 220 - height), Self.blue)
      chart.write("Q\(i + 1)", around: 125 + 90 * Double(i), middle: 318)
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    for (value, wanted) in zip(values(read.series[0]), [20.0, -10, 15, -5]) { #expect(abs(try #require(value) - wanted) < 0.5) }
  }

  @Test func partsOfAStackAreDifferences() throws {
    var chart = chart()
    for (i, (low, high)) in [(80, 60), (40, 100), (120, 40)].enumerated() {
      chart.fill(120 + 120 * i, 300 - low, 180 + 120 * i, 300, Self.blue)
      chart.fill(120 + 120 * i, 300 - low - high, 180 + 120 * i, 300 - low, Self.orange)
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.arrangement == .stacked && read.series.count == 2)
    for (value, wanted) in zip(values(read.series[0]) + values(read.series[1]), [20.0, 10, 30, 15, 25, 10]) { #expect(abs(try #require(value) - wanted) < 0.5) }
  }

  @Test func theLegendNamesTheColours() throws {
    var chart = chart()
    for (i, (a, b)) in [(120, 60), (40, 100), (80, 150)].enumerated() {
      chart.fill(110 + 120 * i, 300 - a, 150 + 120 * i, 300, Self.blue)
      chart.fill(150 + 120 * i, 300 - b, 190 + 120 * i, 300, Self.orange)
    }
    for (i, (name, colour)) in [("Revenue", Self.blue), ("Costs", Self.orange)].enumerated() {
      chart.fill(300, 20 + 24 * i, 324, 30 + 24 * i, colour)
      chart.write(name, endingAt: 334 + 7 * Double(name.count), middle: 25 + 24 * Double(i))
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.arrangement == .grouped && read.series.map(\.name) == ["Revenue", "Costs"])
    for (value, wanted) in zip(values(read.series[1]), [15.0, 25, 37.5]) { #expect(abs(try #require(value) - wanted) < 0.5) }
  }

  @Test func aLineIsReadAtItsTicks() throws {
    var chart = chart()
    let heights = [40.0, 120, 80, 160]
    for x in 100...400 {
      let at = Double(x - 100) / 100, i = min(2, Int(at)), rise = heights[i + 1] - heights[i]
      let y: Double = 300 - heights[i] - rise * (at - Double(i))
      // As high as it is steep.
      chart.fill(x, Int(y) - 2, x + 1, Int(y) + 2, Self.green)
    }
    for i in 0..<4 {
      chart.fill(100 + 100 * i, 301, 101 + 100 * i, 306, (0, 0, 0))
      chart.write("\(2020 + i)", around: 100.5 + 100 * Double(i), middle: 320)
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.kind == .line && read.series.count == 1)
    // Ticks that the line does not reach have no value.
    for (i, wanted) in heights.enumerated() {
      let at = try #require(read.categories.firstIndex(of: String(2020 + i)))
      #expect(abs(try #require(read.series[0].values[at]).value - wanted / 4) < 0.8)
    }
    #expect(read.series[0].values.count { $0 != nil } == heights.count)
  }

  @Test func numbersAtEqualFactorsMakeALogarithmicAxis() throws {
    var chart = chart(["1", "10", "100", "1,000", "10,000"])
    for (i, height) in [40, 80, 120].enumerated() { chart.fill(120 + 120 * i, 300 - height, 180 + 120 * i, 300, Self.blue) }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.valueAxis?.scale == .logarithmic)
    for (value, wanted) in zip(values(read.series[0]), [10.0, 100, 1000]) { #expect(abs(log10(try #require(value)) - log10(wanted)) < 0.03) }
  }

  @Test func sectorsOfACircleAreShares() throws {
    var chart = DrawnChart(width: 400, height: 400)
    for y in 0..<400 {
      for x in 0..<400 where hypot(Double(x) - 199.5, Double(y) - 199.5) < 120 {
        var turn = atan2(Double(x) - 199.5, 199.5 - Double(y)) / (2 * .pi)
        if turn < 0 { turn += 1 }
        chart.paint(x, y, turn < 0.5 ? Self.blue : turn < 0.8 ? Self.orange : Self.green)
      }
    }
    for (name, turn) in [("Bonds", 0.25), ("Shares", 0.65), ("Gold", 0.9)] {
      let angle = turn * 2 * Double.pi
      chart.write(name, around: 199.5 + sin(angle) * 155, middle: 199.5 - cos(angle) * 140)
    }
    let read = try ChartReader.read(chart.image, page: chart.page)
    #expect(read.kind == .pie && read.categories == ["Bonds", "Shares", "Gold"])
    for (value, wanted) in zip(values(read.series[0]), [50.0, 30, 20]) { #expect(abs(try #require(value) - wanted) < 0.6) }
  }

  @Test func numbersThatLieOnNoLineAreRefused() {
    var chart = chart(["3", "17", "4", "90", "11", "62"])
    for (i, height) in [160, 60, 100].enumerated() { chart.fill(120 + 120 * i, 300 - height, 180 + 120 * i, 300, Self.blue) }
    #expect(throws: ChartRefusal.self) { try ChartReader.read(chart.image, page: chart.page) }
  }

  @Test func blankTinyAndNoisyPicturesAreRefused() {
    #expect(throws: ChartRefusal.self) { try ChartReader.read(DrawnChart().image, page: DrawnChart().page) }
    let tiny = DrawnChart(width: 3, height: 2)
    #expect(throws: ChartRefusal.self) { try ChartReader.read(tiny.image, page: tiny.page) }
    // A picture of nothing but colours under a page of nothing but numbers.
    var state: UInt64 = 7
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
    var bytes: [UInt8] = []
    for _ in 0..<2400 * 1800 * 3 { bytes.append(next()) }
    let noise = PixelImage(width: 2400, height: 1800, rgb: bytes)
    var lines: [PageText.Line] = []
    for i in 0..<2000 {
      let left = Double(i % 40) * 60, top = Double(i / 40) * 36, number = Int(next()) * 37 % 1000
      let box = Quadrilateral(left: left, top: top, right: left + 40, bottom: top + 20)
      lines.append(PageText.Line(text: String(number), box: box, confidence: 1, words: []))
    }
    #expect(throws: ChartRefusal.self) { try ChartReader.read(noise, page: PageText(width: 2400, height: 1800, lines: lines, tables: [])) }
  }
}
