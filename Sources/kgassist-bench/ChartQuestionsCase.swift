import Answering
import Foundation
import Ingestion
import Kernels
import KnowledgeGraph
import Media
import Perception

/// Asks about the charts of --data FOLDER what Tests/Reference/ask_charts.py wrote, each chart coming with its questions as a picture does: right, wrong, abstained.
///
/// Nothing is stored beside, or what the store --model FILE has. No decoder takes part: what it may say of a number is what the program found.
enum ChartQuestionsCase {
  private struct Asked: Decodable {
    var chart, type, text: String
    /// What the answer must begin with.
    var name: String?
    var number, tolerance: Double?
    /// The values lie so near to one another that not to tell is right as well.
    var near: Bool?
  }

  private struct Style: Decodable {
    var held_out: Bool
    var categories: [String]
    var series: [DrawnChart.Series]
  }

  /// What was read in a picture, kept so that it is read once.
  private struct Reading: Codable {
    struct Passage: Codable {
      var heading: [String]
      var start, end: Int
    }
    var text: String
    var passages: [Passage]
    var isRead: Bool

    var attached: AttachedText {
      AttachedText(name: "image 1", text: text, passages: passages.map { AttachedText.Passage(heading: $0.heading, range: $0.start..<$0.end) })
    }
  }

  enum Verdict: String { case right, wrong, abstained }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "ask-charts needs --data FOLDER, as Tests/Reference/ask_charts.py FOLDER completes it") }
    func load<T: Decodable>(_ type: T.Type, _ name: String) throws -> T { try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))) }
    let questions = try load([Asked].self, "questions"), styles = try load([String: Style].self, "charts")
    let temporary = FileManager.default.temporaryDirectory.appending(path: "ask-charts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: temporary) }
    let store = try await GraphStore(path: arguments.model ?? temporary.path + "/graph.sqlite3")
    let encoder = try TextEncoder(folder: BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let reader = try ImageTextReader(folder: BenchArguments.modelFolder + "/PP-OCRv4", compute: arguments.compute)
    let splitter = try splitter(), answerer = Answerer(store: store, encoder: encoder, generator: nil)
    var counts: [String: [Verdict: Int]] = [:], readings: [String: Reading] = [:]
    if let kept = arguments.store { try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true) }
    for asked in questions {
      let style = styles[asked.chart]!
      if readings[asked.chart] == nil { readings[asked.chart] = try await reading(asked.chart, folder, reader, splitter, arguments) }
      let reading = readings[asked.chart]!
      var question = Question(text: asked.text, extractive: true)
      question.attached = [reading.attached]
      var answer: Answer?
      for try await event in answerer.answer(question) { if case .done(let whole) = event { answer = whole } }
      guard let answer else { continue }
      let verdict = judge(answer, asked, style), part = style.held_out ? "held out" : "tuned"
      for row in ["\(part): all", "\(part): \(asked.type)"] + (reading.isRead ? ["\(part): of charts that were read"] : []) { counts[row, default: [:]][verdict, default: 0] += 1 }
      // What went wrong is for eyes, not for programs.
      if verdict != .right { FileHandle.standardError.write(Data("\(part) \(verdict) \(asked.chart) \(asked.type): \(asked.text) | \(asked.name ?? asked.number.map { "\($0)" } ?? "-") | \(answer.answer)\n".utf8)) }
    }
    for (row, verdicts) in counts.sorted(by: { $0.key < $1.key }) {
      let all = verdicts.values.reduce(0, +)
      for verdict in [Verdict.right, .wrong, .abstained] {
        try BenchLine(
          case: "ask-charts", what: "\(row): \(verdict.rawValue)", value: rounded(Double(verdicts[verdict] ?? 0) / Double(all)), unit: "share of \(all)",
          threads: arguments.compute.pool.threadCount, isa: arguments.compute.instructionSet.rawValue, runs: 1
        ).print()
      }
    }
    await store.close()
  }

  private static func reading(_ name: String, _ folder: String, _ reader: ImageTextReader, _ splitter: WordSplitter, _ arguments: BenchArguments) async throws -> Reading {
    let kept = arguments.store.map { URL(filePath: "\($0)/\(name).json") }
    if let kept, let data = try? Data(contentsOf: kept) { return try JSONDecoder().decode(Reading.self, from: data) }
    let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name).png"))))[0]
    let page = try reader.read(image, splitter: splitter), attached = try AttachedReading(pages: [page])
    let reading = Reading(
      text: attached.text, passages: attached.passages.map { Reading.Passage(heading: $0.heading, start: $0.range.lowerBound, end: $0.range.upperBound) }, isRead: page.chart != nil)
    if let kept { try JSONEncoder().encode(reading).write(to: kept) }
    return reading
  }

  /// As in the product: words that run together are parted by those of the shipped graphs.
  private static func splitter() throws -> WordSplitter {
    var counts: [String: Int] = [:]
    for path in FileManager.default.enumerator(atPath: "Graphs")?.compactMap({ $0 as? String }) ?? [] where path.hasSuffix(".ttl") || path.hasSuffix(".md") {
      WordSplitter.count(try String(contentsOfFile: "Graphs/" + path, encoding: .utf8), into: &counts)
    }
    let common = (try? String(contentsOfFile: BenchArguments.modelFolder + "/all-MiniLM-L6-v2/vocab.txt", encoding: .utf8)).map { $0.split(whereSeparator: \.isNewline).map(String.init) } ?? []
    return WordSplitter(counts: counts, common: common)
  }

  private static func judge(_ answer: Answer, _ asked: Asked, _ style: Style) -> Verdict {
    let isOpen = answer.outcome == .abstained || answer.answer.contains("can be told") || answer.answer.contains("cannot be told")
    if asked.name == nil, asked.number == nil { return isOpen ? .right : .wrong }
    if isOpen { return asked.near == true ? .right : .abstained }
    if let name = asked.name { return folded(answer.answer).hasPrefix(folded(name)) ? .right : .wrong }
    var text = answer.answer
    for name in (style.categories + style.series.map(\.name)).sorted(by: { $0.count > $1.count }) where name.count > 1 || name.first?.isLetter == true { text = text.replacing(name, with: "") }
    for mark in [" is ", ": "] {
      guard let place = text.firstRange(of: mark) else { continue }
      text = String(text[place.upperBound...])
      break
    }
    guard let number = asked.number, let said = QuantityReader.quantities(in: text).first else { return .wrong }
    // Shares and amounts of money are written with their units, and magnitudes in words.
    return abs(said.quantity.value - number) <= (asked.tolerance ?? 0) ? .right : .wrong
  }

  private static func folded(_ text: String) -> String { text.lowercased().filter { $0 != " " } }
}
