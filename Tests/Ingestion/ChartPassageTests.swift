import Foundation
import Ingestion
import KnowledgeGraph
import Perception
import Testing

/// What was read off a chart is text that can be found and cited, with the plot as its place.
@Suite struct ChartPassageTests {
  @Test func valuesOfAChartAreATableWithThePlotsBoxAndNoFacts() async throws {
    let bench = try await Workbench()
    let axis = ChartReading.Axis(title: "Million dollars", scale: .linear, ticks: [], unit: "", misfit: 0.2)
    let values = [("2021", 4.213, 0.06), ("2022", 5.0, 0.1)].map {
      ChartReading.Value(category: $0.0, value: $0.1, error: $0.2, isPrinted: false, place: PicturePoint(x: 100, y: 50))
    }
    var page = PageText(
      width: 600, height: 400,
      lines: [PageText.Line(text: "Revenue by year", box: Quadrilateral(left: 200, top: 10, right: 400, bottom: 30), confidence: 1, words: [])], tables: [])
    page.chart = ChartReading(
      kind: .bar, arrangement: .single, isHorizontal: false, title: "Revenue by year", categories: ["2021", "2022"], valueAxis: axis, categoryAxis: nil,
      series: [ChartReading.Series(name: "Revenue", colour: [31, 119, 180], values: values)], box: Quadrilateral(left: 60, top: 40, right: 580, bottom: 360))
    let ingestor = Ingestor(store: bench.store, encoder: nil, pictures: { [page] _ in [page] })
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    let report = try await ingestor.ingest(IncomingDocument(name: "chart.png", bytes: png), domain: .finance, replace: false)
    let original = try #require(try await bench.store.read { try $0.original(of: report.documentID) })
    let sentence = "2021 | about 4.21 (±0.06)"
    let range = try #require(original.firstRange(of: sentence.utf8))
    let places = PictureText.places(in: original, range: range)
    #expect(places.count == 1 && places.first.map { [$0.page, $0.left, $0.top, $0.right, $0.bottom] } == [1, 60, 40, 580, 360])
    let text = try await bench.store.read { try $0.text(of: report.documentID, start: 0, end: original.count) }
    #expect(text?.contains("Values read off the chart “Revenue by year”, each with its error:") == true && text?.contains("Year | Revenue") == true)
    #expect(report.triples == 0)
  }
}
