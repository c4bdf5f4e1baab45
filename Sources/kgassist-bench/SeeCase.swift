import Foundation
import Kernels
import Media
import Perception

/// Reads the recorded pages, or the pictures of --data FOLDER with a pages.json beside them.
enum SeeCase {
  /// What was drawn, in the recording's shape or as the drawing script writes it.
  private struct Drawn: Decodable {
    var lines: [String]

    init(from decoder: any Decoder) throws {
      if let plain = try? decoder.singleValueContainer().decode([String].self) {
        lines = plain
      } else {
        lines = try decoder.container(keyedBy: Key.self).decode([String].self, forKey: .drawn)
      }
    }

    private enum Key: String, CodingKey { case drawn }
  }

  static func measure(_ arguments: BenchArguments) async throws {
    let folder = arguments.data ?? "Tests/Reference/Recordings/pages", compute = arguments.compute
    let drawn = try JSONDecoder().decode([String: Drawn].self, from: Data(contentsOf: URL(filePath: folder + "/pages.json")))
    let names = drawn.keys.sorted()
    var images: [PixelImage] = []
    for name in names { images += try await ImageReader().images(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name).png")))).prefix(1) }
    let reader = try ImageTextReader(folder: arguments.model ?? BenchArguments.modelFolder + "/PP-OCRv4", compute: compute)
    let peer = try arguments.peer
      ? Peer(script: "peer_see.py", arguments: [String(compute.pool.threadCount)] + names.map { "\(folder)/\($0).png" }, environment: "see") : nil
    defer { peer?.end() }

    var pages = try images.map { try reader.read($0) }
    var mine: [[Double]] = [], theirs: [[Double]] = []
    for _ in 0..<arguments.runs {
      let used = processorSeconds()
      let elapsed = try seconds { pages = try images.map { try reader.read($0) } }
      mine.append([elapsed, processorSeconds() - used])
      if let peer { theirs.append(try peer.run()) }
    }
    func line(_ what: String, _ value: Double, _ unit: String, _ other: Double?, moreIsBetter: Bool) throws {
      var line = BenchLine(
        case: "see", what: what, value: value, unit: unit, threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: "PP-OCRv4",
        runs: arguments.runs)
      if let peer, let other {
        line.peer = peer.name
        line.peer_value = other
        if value > 0, other > 0 { line.ratio = rounded(moreIsBetter ? value / other : other / value) }
      }
      try line.print()
    }
    try line(
      "\(images.count) pictures", rounded(Double(images.count) / median(mine.map { $0[0] })), "pictures/s",
      peer == nil ? nil : rounded(Double(images.count) / median(theirs.map { $0[0] })), moreIsBetter: true)
    var wrong = 0, characters = 0, right = 0, lines = 0
    for (name, page) in zip(names, pages) {
      let wanted = drawn[name]!.lines, errors = Self.compare(page.lines.map(\.text), wanted)
      wrong += errors.wrong
      right += errors.right
      characters += wanted.reduce(0) { $0 + Self.plain($1).count }
      lines += wanted.count
    }
    try line(
      "characters wrong, spaces and order aside", rounded(Double(wrong) / Double(max(1, characters))), "share",
      theirs.first.map { rounded($0[2] / max(1, $0[3])) }, moreIsBetter: false)
    try line("lines right, of \(lines)", Double(right), "lines", theirs.first.map { $0[4] }, moreIsBetter: true)
  }

  /// Without spaces; the wide signs of Chinese print as the plain ones.
  private static func plain(_ text: String) -> [Character] {
    text.unicodeScalars.filter { $0 != " " }.map { Character((0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar(UInt8($0.value - 0xFEE0)) : $0) }
  }

  /// Characters wrong and lines right: each line that was drawn beside the nearest line read that is still free. `peer_see.py` counts alike.
  private static func compare(_ found: [String], _ wanted: [String]) -> (wrong: Int, right: Int) {
    var free = found.map(plain), wrong = 0, right = 0
    for line in wanted.map(plain) {
      let distances = free.map { distance($0, line) }, best = distances.indices.min { distances[$0] < distances[$1] }
      let apart = best.map { min(line.count, distances[$0]) } ?? line.count
      if let best, apart < line.count { free.remove(at: best) }
      wrong += apart
      if apart == 0 { right += 1 }
    }
    return (wrong, right)
  }

  /// Levenshtein's.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
