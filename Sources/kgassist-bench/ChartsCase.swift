import Foundation
import Kernels
import Media
import Perception

/// Reads the values off the charts that Tests/Reference/draw_charts.py drew into --data FOLDER, those of styles held out by themselves.
enum ChartsCase {
  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else {
      throw BenchArguments.Fault(description: "charts needs --data FOLDER, as Tests/Reference/draw_charts.py FOLDER draws it")
    }
    let drawn = try JSONDecoder().decode([String: DrawnChart].self, from: Data(contentsOf: URL(filePath: folder + "/charts.json")))
    let reader = try ImageTextReader(folder: arguments.model ?? BenchArguments.modelFolder + "/PP-OCRv4", compute: arguments.compute)
    var tuned = ChartScore(), held = ChartScore(), byKind: [String: ChartScore] = [:], others = (all: 0, refused: 0), times: [Double] = []
    for name in drawn.keys.sorted() {
      let chart = drawn[name]!
      let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name).png"))))[0]
      let page = try reader.read(image)
      var reason = ""
      times.append(seconds { do throws(ChartRefusal) { _ = try ChartReader.read(image, page: page) } catch { reason = error.reason } })
      // What the product reads: nothing where the picture is of another kind, and more where digits had to be looked for.
      let reading = page.chart
      if chart.kind == "other" {
        others = (others.all + 1, others.refused + (reading == nil ? 1 : 0))
        continue
      }
      var both = chart.held_out ? held : tuned
      let note = both.add(chart, reading)
      if chart.held_out { held = both } else { tuned = both }
      byKind[(chart.held_out ? "held out " : "tuned ") + chart.kind, default: ChartScore()].add(chart, reading)
      // What went wrong is for eyes, not for programs.
      FileHandle.standardError.write(Data("\(name) \(chart.kind) \(chart.style)\(chart.held_out ? " held out" : ""): \(note) \(reason)\n".utf8))
    }
    let scores = [("tuned", tuned), ("held out", held)] + byKind.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    for (set, score) in scores { try print(score, set, arguments) }
    func line(_ what: String, _ value: Double, _ unit: String) throws {
      try BenchLine(
        case: "charts", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount,
        isa: arguments.compute.instructionSet.rawValue, runs: 1
      ).print()
    }
    if others.all > 0 { try line("pictures of other kinds that were refused", Double(others.refused) / Double(others.all), "share") }
    try line("geometry of a chart, median", median(times) * 1000, "ms")
    try line("geometry of a chart, slowest", (times.max() ?? 0) * 1000, "ms")
  }

  private static func print(_ score: ChartScore, _ set: String, _ arguments: BenchArguments) throws {
    for (what, value) in score.shares {
      try BenchLine(
        case: "charts", what: "\(set): \(what)", value: rounded(value), unit: "share", threads: arguments.compute.pool.threadCount,
        isa: arguments.compute.instructionSet.rawValue, runs: 1
      ).print()
    }
  }
}
