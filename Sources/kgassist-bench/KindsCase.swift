import Foundation
import Kernels
import Media
import Perception

/// Tells the kinds of the pictures that Tests/Reference/draw_kinds.py made into --data FOLDER; prints how often which was taken for which.
enum KindsCase {
  private struct Made: Decodable {
    var kind: String
    var held_out: Bool
  }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else {
      throw BenchArguments.Fault(description: "kinds needs --data FOLDER, as Tests/Reference/draw_kinds.py FOLDER makes it")
    }
    let made = try JSONDecoder().decode([String: Made].self, from: Data(contentsOf: URL(filePath: folder + "/kinds.json")))
    let reader = try ImageTextReader(folder: arguments.model ?? BenchArguments.modelFolder + "/PP-OCRv4", compute: arguments.compute)
    var tables: [Bool: [String: [String: Int]]] = [:], falseCharts = 0
    for name in made.keys.sorted() {
      let picture = made[name]!
      let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name).png"))))[0]
      let page = try reader.read(image), found = page.kind?.rawValue ?? "none"
      tables[picture.held_out, default: [:]][picture.kind, default: [:]][found, default: 0] += 1
      if page.chart != nil, picture.kind != "chart" { falseCharts += 1 }
      if found != picture.kind {
        FileHandle.standardError.write(Data("\(name): \(found) for \(picture.kind), \(PictureLook(image, page: page))\n".utf8))
      }
    }
    for (isHeld, table) in tables.sorted(by: { !$0.key && $1.key }) {
      let set = isHeld ? "held out" : "tuned"
      let all = table.values.reduce(0) { $0 + $1.values.reduce(0, +) }, right = table.reduce(0) { $0 + ($1.value[$1.key] ?? 0) }
      try line("\(set): kinds right", Double(right) / Double(max(1, all)), "share", arguments)
      for (kind, row) in table.sorted(by: { $0.key < $1.key }) {
        for (found, count) in row.sorted(by: { $0.key < $1.key }) { try line("\(set): \(kind) taken for \(found)", Double(count), "pictures", arguments) }
      }
    }
    try line("values read off pictures that are no charts", Double(falseCharts), "pictures", arguments)
  }

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "kinds", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount,
      isa: arguments.compute.instructionSet.rawValue, runs: 1
    ).print()
  }
}
