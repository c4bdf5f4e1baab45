import Foundation
import KnowledgeGraph
import RDF
import SPARQL

/// Answers a recorded set of queries, all rows as terms, and compares each group of like queries with the peer's time.
enum QueryCase {
  private struct Recorded: Decodable {
    let group: String
    let sparql: String
  }

  /// The most seconds that one group is measured for in a run.
  private static let patience = 2.0

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "query needs --data FILE.nt, with FILE.jsonl of queries beside it") }
    let queries = try String(contentsOfFile: path.replacing(".nt", with: ".jsonl"), encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Recorded.self, from: Data($0.utf8)) }
    let groups = Dictionary(grouping: queries, by: \.group).mapValues { $0.map(\.sparql) }
    let names = groups.keys.sorted { $0.localizedStandardCompare($1) == .orderedAscending }
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let peer = try arguments.peer ? Peer(script: arguments.peerScript("peer_query"), arguments: [path, folder.path() + "/peer"]) : nil
    defer { peer?.end() }
    let store = try await GraphStore(path: folder.appending(path: "bench.sqlite3").path())
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path), options: .alwaysMapped))
    try await store.write { try $0.importGraph(bytes, format: .ntriples, from: "bench.nt", domain: nil) }
    var mine: [String: [Double]] = [:]
    var theirs: [String: [Double]] = [:]
    for _ in 0..<arguments.runs {
      let others = try peer?.run() ?? []
      for (index, name) in names.enumerated() {
        let (milliseconds, rows) = try await run(groups[name]!, on: store)
        mine[name, default: []].append(milliseconds)
        guard peer != nil else { continue }
        guard others.count == 2 * names.count else { throw BenchArguments.Fault(description: "the peer gave \(others.count) values") }
        theirs[name, default: []].append(others[2 * index])
        guard Int(others[2 * index + 1]) == rows else {
          throw BenchArguments.Fault(description: "\(name) has \(rows) rows here and \(Int(others[2 * index + 1])) at the peer")
        }
      }
    }
    let model = URL(filePath: path).lastPathComponent
    var ratios: [Double] = []
    for name in names {
      let value = median(mine[name]!)
      let other = theirs[name].map(median)
      if let other { ratios.append(other / value) }
      try BenchLine(
        case: "query", what: name, value: rounded(value), unit: "ms", threads: 1, isa: "-", model: model, runs: arguments.runs, peer: peer?.name,
        peer_value: other.map(rounded), ratio: other.map { rounded($0 / value) }
      ).print()
    }
    guard !ratios.isEmpty else { return }
    let mean = exp(ratios.map(log).reduce(0, +) / Double(ratios.count))
    try BenchLine(
      case: "query", what: "geometric mean of the ratios", value: rounded(mean), unit: "times the peer's speed", threads: 1, isa: "-", model: model,
      runs: arguments.runs, peer: peer?.name, peer_value: 1, ratio: rounded(mean)
    ).print()
  }

  /// The median milliseconds of one query of a group after every one was asked once, and how many rows they have together. All on one
  /// snapshot, as the peer answers in its own process too.
  private static func run(_ queries: [String], on store: GraphStore) async throws -> (milliseconds: Double, rows: Int) {
    try await store.read { reader in
      var rows = 0
      var times: [Double] = []
      for text in queries { rows += try ask(text, reader) }
      let clock = ContinuousClock()
      let start = clock.now
      while clock.now - start < .seconds(patience), times.count < 3 * queries.count {
        for text in queries where clock.now - start < .seconds(patience) {
          let begun = clock.now
          _ = try ask(text, reader)
          times.append((clock.now - begun) / .milliseconds(1))
        }
      }
      return (median(times), rows)
    }
  }

  private static func ask(_ text: String, _ reader: StoreReader) throws -> Int {
    let query = try Query(text)
    let source = try StoreSource(reader)
    if query.form == .ask { return try query.ask(on: source) ? 1 : 0 }
    var count = 0
    try query.solutions(on: source) { _ in
      count += 1
      return true
    }
    return count
  }
}
