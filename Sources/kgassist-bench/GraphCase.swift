import Foundation
import KnowledgeGraph
import RDF

/// Loads a graph into a store of its own, and looks things up in it.
enum GraphCase {
  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "graph needs --data FILE.nt") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if ProcessInfo.processInfo.environment["KGASSIST_KEEP"] == nil { try? FileManager.default.removeItem(at: folder) } }
    let peer = try arguments.peer ? Peer(script: arguments.peerScript("peer_graph"), arguments: [path, folder.path() + "/peer"]) : nil
    defer { peer?.end() }
    var mine: [Run] = [], theirs: [Run] = []
    for run in 0..<arguments.runs {
      mine.append(try await Self.run(path, in: folder.appending(path: "run\(run).sqlite3").path()))
      if let peer {
        let values = try peer.run()
        guard values.count == 4 else { throw BenchArguments.Fault(description: "the peer gave \(values.count) values in place of 4") }
        theirs.append(Run(triples: Int(values[0]), load: values[1], bytes: Int(values[2]), lookUp: values[3]))
      }
    }
    if let one = theirs.first, one.triples != mine[0].triples {
      throw BenchArguments.Fault(description: "the store has \(mine[0].triples) triples, the peer \(one.triples)")
    }
    let name = URL(filePath: path).lastPathComponent
    func line(_ what: String, _ unit: String, isMoreBetter: Bool, _ value: (Run) -> Double) throws {
      let ours = median(mine.map(value))
      // One that has no file has no size.
      let other = theirs.isEmpty ? nil : median(theirs.map(value)) > 0 ? median(theirs.map(value)) : nil
      try BenchLine(
        case: "graph", what: what, value: rounded(ours), unit: unit, threads: 1, isa: "-", model: name, runs: arguments.runs, peer: peer?.name,
        peer_value: other.map(rounded), ratio: other.map { rounded(isMoreBetter ? ours / $0 : $0 / ours) }
      ).print()
    }
    try line("load", "triples/s", isMoreBetter: true) { Double($0.triples) / $0.load }
    try line("file", "bytes/triple", isMoreBetter: false) { Double($0.bytes) / Double($0.triples) }
    try line("look-up of a subject's triples", "µs", isMoreBetter: false) { $0.lookUp * 1e6 }
    try BenchLine(
      case: "graph", what: "most memory of this process", value: Double(Self.peakMegabytes), unit: "MB", threads: 1,
      isa: "-", model: name, runs: arguments.runs
    ).print()
  }

  private struct Run {
    var triples: Int
    /// Seconds until all is in the main file.
    var load: Double
    var bytes: Int
    /// Seconds for one subject's triples as terms.
    var lookUp: Double
  }

  private static func run(_ file: String, in path: String) async throws -> Run {
    let clock = ContinuousClock()
    let start = clock.now
    let made = try await GraphStore(path: path)
    let report = try await made.write { try $0.importGraph(file: file, format: .ntriples, from: "bench.nt", domain: nil) }
    await made.close()
    let load = clock.now - start
    let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    let subjects = try await subjects(of: made)
    let lookUp = try await made.read { reader -> Duration in
      let clock = ContinuousClock()
      var found = 0
      let duration = try clock.measure {
        for subject in subjects {
          guard let id = try reader.id(of: subject) else { continue }
          try reader.scan(subject: id) { row in
            if try reader.term(row.predicate) != nil, try reader.term(row.object) != nil { found += 1 }
            return true
          }
        }
      }
      guard found >= subjects.count else { throw BenchArguments.Fault(description: "subjects without triples") }
      return duration / subjects.count
    }
    return Run(triples: report.added, load: load / .seconds(1), bytes: size, lookUp: lookUp / .seconds(1))
  }

  /// Every 50th subject that is an IRI, as `peer_graph.py` takes them.
  private static func subjects(of store: GraphStore) async throws -> [Term] {
    try await store.read { reader in
      var all: Set<String> = []
      var last: EntityID?
      try reader.scan { row in
        if row.subject != last, case .iri(let iri)? = try reader.term(row.subject) { all.insert(iri) }
        last = row.subject
        return true
      }
      return all.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }.enumerated().filter { $0.offset % 50 == 0 }.map { .iri($0.element) }
    }
  }

  /// What the kernel counted as the most that was resident.
  private static var peakMegabytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }
}
