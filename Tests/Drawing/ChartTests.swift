import Drawing
import Foundation
import SeededNumbers
import Testing

@Suite struct ChartTests {
  @Test(arguments: UInt64(1)...30) func noLabelOfAMapCoversAnotherOrAPoint(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    let marks = (0..<Int.random(in: 0...400, using: &numbers)).map { number in
      ScatterMap.Mark(
        Point(.random(in: -1...1, using: &numbers), .random(in: -9...9, using: &numbers)), label: "entity \(number)",
        kind: "kind \(number % 9)", weight: .random(in: 0...1, using: &numbers))
    }
    let layout = ScatterMap(title: "map", marks: marks).layout()
    let labels = layout.labels.compactMap { $0 } + layout.legend
    for first in labels.indices {
      #expect(layout.bounds.contains(labels[first]))
      for second in labels.indices where second > first { #expect(!labels[first].overlaps(labels[second])) }
      for point in layout.points { #expect(!labels[first].overlaps(Box(centre: point, Size(4, 4)))) }
    }
    if !marks.isEmpty { #expect(layout.labels.contains { $0 != nil }) }
  }

  @Test func theWeightierOfTwoPointsInOnePlaceHasItsLabelFirst() {
    let crowd = (0..<200).map { ScatterMap.Mark(Point(0, 0), label: "entity \($0)", weight: $0 == 150 ? 1 : 0) } + [.init(Point(1, 1), label: "far")]
    #expect(ScatterMap(title: "", marks: crowd).layout().labels[150] != nil)
  }

  @Test(arguments: [
    ([0.0, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), ([3.0, 3], ["1", "2", "3", "4", "5"]), ([-40, 160], ["−50", "0", "50", "100", "150", "200"]),
    ([0.0012, 0.0031], ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030", "0.0035"]),
  ]) func axesHaveRoundTicks(values: [Double], expected: [String]) {
    let axis = AxisScale(covering: values)
    #expect(axis.ticks.map(axis.text) == expected)
  }

  @Test func anAxisOfNothingOrOfNoNumbersIsStillAnAxis() {
    for values in [[], [Double.nan], [.infinity, -.infinity]] {
      let axis = AxisScale(covering: values)
      #expect(axis.low == 0 && axis.high == 1)
    }
  }

  @Test func aGapInASeriesBreaksItsLine() {
    let points = [Point(0, 1), Point(1, 2), Point(2, .nan), Point(3, 2), Point(4, 1)]
    let whole = LineChart(title: "t", xLabel: "x", yLabel: "y", series: [.init("loss", points.filter { $0.y.isFinite })]).svg()
    let broken = LineChart(title: "t", xLabel: "x", yLabel: "y", series: [.init("loss", points)]).svg()
    func lines(_ svg: String) -> Int { svg.components(separatedBy: "stroke=\"#0072B2\"").count - 1 }
    #expect(lines(whole) == 1)
    #expect(lines(broken) == 2)
    #expect(!broken.contains("nan"))
  }

  @Test func textIsBrokenWhereItMayAndCutWhereItMust() {
    let font = FontMetrics(size: 14)
    let block = TextBlock("estimated glomerular filtration rate", font: font, width: 120)
    #expect(block.lines == ["estimated", "glomerular filtration", "rate"] || block.lines.count <= 3)
    #expect(block.lines.allSatisfy { font.width($0) <= 120 })
    let long = TextBlock(String(repeating: "unbreakable", count: 300), font: font, width: 120, maxLines: 2)
    #expect(long.isCut && long.lines.count == 2 && long.lines[1].hasSuffix("…"))
    #expect(long.lines.allSatisfy { font.width($0) <= 120 })
    #expect(TextBlock(" \n\u{0} ", font: font, width: 10).lines == [""])
  }
}
