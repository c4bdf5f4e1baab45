import Foundation
import Kernels
import Media
import Perception
import TestFiles
import Testing

/// Text in pictures that are drawn here, so that what stands in them is known.
@Suite struct ImageTextTests {
  private static let folder = TestFiles.models + "/PP-OCRv4"
  private static let pages = TestFiles.recording("pages")

  /// What rapidocr-onnxruntime read in a recorded picture, and the text that was drawn.
  private struct Recorded: Decodable {
    struct Line: Decodable { var text: String; var box: [[Double]] }
    var lines: [Line]
    var drawn: [String]
  }

  private static func recorded() throws -> [String: Recorded] {
    try JSONDecoder().decode([String: Recorded].self, from: Data(contentsOf: pages.appending(path: "pages.json")))
  }

  private static func image(_ name: String) async throws -> PixelImage {
    try await ImageReader().images(of: [UInt8](Data(contentsOf: pages.appending(path: name + ".png"))))[0]
  }

  /// Without spaces, the wide signs of Chinese print as the plain ones.
  private static func squeezed(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0 != " " }.map { (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar(UInt8($0.value - 0xFEE0)) : $0 }))
  }

  private static func distance(_ a: String, _ b: String) -> Int {
    let other = Array(b)
    var row = Array(0...other.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in other.indices { (diagonal, row[j + 1]) = (row[j + 1], min(row[j] + 1, row[j + 1] + 1, diagonal + (x == other[j] ? 0 : 1))) }
    }
    return row[other.count]
  }

  @Test
  func linesAreThoseOfTheReferenceAndNotWorse() async throws {
    let reader = try ImageTextReader(folder: Self.folder, compute: .shared)
    var same = 0, total = 0, mine = 0, theirs = 0, characters = 0
    for (name, recorded) in try Self.recorded() {
      let page = try reader.read(try await Self.image(name))
      let read = Set(page.lines.map { Self.squeezed($0.text) })
      let drawn = recorded.drawn.map(Self.squeezed)
      // What the reference reads upside down by mistake is no line to agree on.
      for line in recorded.lines where drawn.contains(where: { Self.distance($0, Self.squeezed(line.text)) * 5 < $0.count }) {
        total += 1
        if read.contains(Self.squeezed(line.text)) { same += 1 }
      }
      mine += Self.distance(page.lines.map { Self.squeezed($0.text) }.joined(), drawn.joined())
      theirs += Self.distance(recorded.lines.map { Self.squeezed($0.text) }.joined(), drawn.joined())
      characters += drawn.joined().count
      for line in page.lines {
        #expect(line.box.left >= 0 && line.box.right <= Double(page.width) && line.box.top >= 0 && line.box.bottom <= Double(page.height))
        #expect(line.confidence >= 0.5 && line.confidence <= 1.0001)
        #expect(line.words.map(\.text).joined(separator: " ") == line.text)
      }
    }
    print("text in pictures: \(same) of \(total) lines the same; characters wrong \(mine), the reference \(theirs), of \(characters)")
    #expect(total >= 100 && Double(same) >= 0.95 * Double(total), "\(same) of \(total) lines are the same")
    #expect(Double(mine) <= Double(theirs) + 0.005 * Double(characters))
  }

  @Test func tablesComeAsRowsAndColumns() async throws {
    let reader = try ImageTextReader(folder: Self.folder, compute: .shared)
    let recorded = try #require(try Self.recorded()["table"])
    let page = try reader.read(try await Self.image("table"))
    let table = try #require(page.tables.first)
    #expect(table.rows.count == 8 && table.rows.allSatisfy { $0.count == 4 })
    #expect(table.rows.flatMap { $0 }.map(Self.squeezed) == recorded.drawn.map(Self.squeezed))
  }

  @Test func columnsOfProseAreReadOneAfterAnother() async throws {
    let reader = try ImageTextReader(folder: Self.folder, compute: .shared)
    let recorded = try #require(try Self.recorded()["columns"])
    let page = try reader.read(try await Self.image("columns"))
    let drawn = recorded.drawn.map(Self.squeezed), places = page.lines.compactMap { drawn.firstIndex(of: Self.squeezed($0.text)) }
    #expect(places.count * 10 >= drawn.count * 9 && places == places.sorted())
  }

  /// The list has no word of the pages' own documents: those of another domain, and the text encoder's vocabulary.
  @Test func wordsRunTogetherArePartedByWhiteAndWords() async throws {
    let reader = try ImageTextReader(folder: Self.folder, compute: .shared)
    func words(_ lines: [String]) -> [String: Int] {
      var counts: [String: Int] = [:]
      for line in lines { WordSplitter.count(line, into: &counts) }
      return counts
    }
    let documents = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Graphs/code/documents").path
    var list: [String: Int] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: documents) {
      WordSplitter.count(try String(contentsOfFile: documents + "/" + file, encoding: .utf8), into: &list)
    }
    let vocabulary = try String(contentsOfFile: TestFiles.models + "/all-MiniLM-L6-v2/vocab.txt", encoding: .utf8).split(separator: "\n").map(String.init)
    let splitters: [(String, WordSplitter?)] = [
      ("unparted", nil), ("by white alone", WordSplitter(counts: [:])), ("by words too", WordSplitter(counts: list, common: vocabulary)),
    ]
    var found: [Int] = [], all = 0, lacking = 0
    for (name, splitter) in splitters {
      var hits = 0
      all = 0
      for (page, recorded) in try Self.recorded() where page != "terminal" {
        let wanted = words(recorded.drawn), got = words(try reader.read(try await Self.image(page), splitter: splitter).lines.map(\.text))
        hits += wanted.reduce(0) { $0 + min($1.value, got[$1.key] ?? 0) }
        all += wanted.values.reduce(0, +)
        if splitter == nil { lacking += wanted.reduce(0) { $0 + (list[$1.key] == nil ? $1.value : 0) } }
      }
      print("words of the pictures found \(name): \(hits) of \(all), of which \(lacking) are not in the list of texts")
      found.append(hits)
    }
    #expect(Double(found[1]) > Double(found[0]) + 0.1 * Double(all))
    #expect(Double(found[2]) >= 0.97 * Double(all) && found[2] >= found[1])
  }

  @Test func aBlankPictureHasNoLines() throws {
    let reader = try ImageTextReader(folder: Self.folder, compute: .shared)
    for (width, height) in [(1, 1), (3000, 2), (640, 480)] {
      let page = try reader.read(PixelImage(width: width, height: height, rgb: [UInt8](repeating: 255, count: width * height * 3)))
      #expect(page.lines.isEmpty && page.tables.isEmpty && page.width == width)
    }
  }
}
