import Foundation
import Kernels
import Media
import Perception
import TestFiles
import Testing

/// Charts that matplotlib drew, text and all: a handful of those that `kgassist-bench charts` measures.
@Suite struct RecordedChartTests {
  private struct Drawn: Decodable {
    struct Series: Decodable { var values: [Double?] }
    var kind: String
    var axis: [Double]?
    var categories: [String]
    var series: [Series]
  }

  private static let folder = TestFiles.recording("charts")

  @Test func valuesAreReadWithinTwoPercentOfTheAxis() async throws {
    let reader = try ImageTextReader(folder: TestFiles.models + "/PP-OCRv4", compute: .shared)
    let drawn = try JSONDecoder().decode([String: Drawn].self, from: Data(contentsOf: Self.folder.appending(path: "charts.json")))
    var right = 0, all = 0
    for (name, chart) in drawn.sorted(by: { $0.key < $1.key }) {
      let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: Self.folder.appending(path: name + ".png"))))[0]
      let page = try reader.read(image)
      guard chart.kind != "other" else {
        #expect(page.chart == nil, "\(name) is none of the kinds that are read")
        continue
      }
      let read = try #require(page.chart, "\(name): \(page.chartRefusal ?? "no chart")")
      #expect(page.kind == .chart && read.kind.rawValue == chart.kind)
      // Sectors begin anywhere, bars of horizontal charts are told from the top down: the values of a series are a set here.
      for (series, wanted) in zip(read.series, chart.series) {
        let range = (chart.axis?.last ?? 100) - (chart.axis?.first ?? 0)
        let found = series.values.compactMap { $0?.value }.sorted(), truth = wanted.values.compactMap(\.self).sorted()
        all += truth.count
        if found.count == truth.count { right += zip(found, truth).count { abs($0 - $1) <= 0.02 * range } }
      }
    }
    print("recorded charts: \(right) of \(all) values within 2 % of the axis")
    #expect(all >= 25 && right * 20 >= all * 19)
  }

  @Test func aPictureBecomesFeaturesOfItsLinesAndItsGrid() async throws {
    let reader = try ImageTextReader(folder: TestFiles.models + "/PP-OCRv4", compute: .shared)
    let text = try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared)
    let encoder = try PictureEncoder(weights: TestFiles.models + "/efficientnet-lite0/model.safetensors", text: text, compute: .shared)
    let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: Self.folder.appending(path: "chart054.png"))))[0]
    let (page, map) = try reader.look(at: image)
    #expect(page == (try reader.read(image)))
    let features = try encoder.features(of: image, page: page, map: map)
    #expect(features.kind == .chart && features.lines.count == page.lines.count && features.grid.count == 7 * 7 * 320 && features.pooled.count == 1280)
    #expect(map.channels == 96 && map.height * 4 >= 736)
    for line in features.lines {
      #expect(line.vector.count == text.dimension && line.visual.count == map.channels && line.box.allSatisfy { (0...1).contains($0) })
      #expect(line.box[0] < line.box[2] && line.box[1] < line.box[3] && line.visual.allSatisfy(\.isFinite))
    }
    // Where there is text the detector sees something else than on empty paper.
    let empty = map.pooled(in: Quadrilateral(left: 1, top: 1, right: 6, bottom: 6)), line = features.lines[0].visual
    #expect(zip(empty, line).reduce(0) { $0 + abs($1.0 - $1.1) } > 1)
    let whole = map.pooled(in: Quadrilateral(left: 0, top: 0, right: Double(image.width), bottom: Double(image.height)))
    let mean = (0..<map.channels).map { c in map.values[c * map.width * map.height..<(c + 1) * map.width * map.height].reduce(0, +) / Float(map.width * map.height) }
    #expect(zip(whole, mean).allSatisfy { abs($0 - $1) < 1e-2 * max(1, abs($1)) })
  }
}
