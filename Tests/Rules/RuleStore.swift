import Foundation
import KnowledgeGraph
import RDF
import Rules

/// A store of a test's own, with what tests of rules ask of it.
struct RuleStore {
  private let folder: TemporaryFolder
  let store: GraphStore

  static let prefixes = """
    @prefix rdf: <\(Vocabulary.RDF.namespace)> . @prefix rdfs: <\(Vocabulary.RDFS.namespace)> . @prefix owl: <\(Vocabulary.OWL.namespace)> .
    @prefix xsd: <\(Vocabulary.XSD.namespace)> . @prefix kg: <urn:kgassist:vocabulary:> . @prefix x: <urn:x:> .

    """

  init() async throws {
    folder = try TemporaryFolder()
    store = try await GraphStore(path: folder.path + "/graph.sqlite3")
  }

  /// Brings a file in; its prefixes are known.
  func add(_ turtle: String, as name: String = "a.ttl") async throws {
    try await store.write { _ = try $0.importGraph(Array((Self.prefixes + turtle).utf8), format: .turtle, from: name, domain: nil) }
  }

  func remove(_ name: String) async throws { try await store.write { _ = try $0.removeImports(named: name) } }

  static let units: MeasuredUnit.Naming = { name in
    switch name {
    case "mg": MeasuredUnit(powers: ["mass": 1], scale: 1e-6)
    case "g": MeasuredUnit(powers: ["mass": 1], scale: 1e-3)
    case "kg": MeasuredUnit(powers: ["mass": 1], scale: 1)
    case "L": MeasuredUnit(powers: ["length": 3], scale: 1e-3)
    case "mg/L": MeasuredUnit(powers: ["mass": 1, "length": -3], scale: 1e-3)
    case "°C": MeasuredUnit(powers: ["temperature": 1], scale: 1, offset: 273.15)
    case "K": MeasuredUnit(powers: ["temperature": 1], scale: 1)
    default: nil
    }
  }

  @discardableResult
  func infer(_ limits: InferenceLimits = InferenceLimits()) async throws -> InferenceReport {
    try await store.write { try RuleEngine(limits: limits, units: Self.units).infer(in: $0) }
  }

  /// Every triple in N-Triples' writing, with a mark before what is inferred.
  func statements(inferredOnly: Bool = false) async throws -> Set<String> {
    try await store.read { reader in
      var result: Set<String> = []
      for fact in try reader.facts(after: TripleID(rawValue: 0), limit: 1_000_000) {
        guard let record = try reader.triple(fact.id) else { continue }
        if inferredOnly {
          if record.inferred { result.insert(Self.text(record.triple)) }
        } else {
          result.insert((record.inferred ? "+ " : "  ") + Self.text(record.triple))
        }
      }
      return result
    }
  }

  func has(_ subject: String, _ predicate: String, _ object: String) async throws -> Bool {
    try await statement(subject, predicate, object) != nil
  }

  func statement(_ subject: String, _ predicate: String, _ object: String) async throws -> TripleRecord? {
    try await store.read {
      try $0.triples(matching: Self.term(subject), predicate == "a" ? .iri(Vocabulary.RDF.type) : Self.term(predicate), Self.term(object)).first
    }
  }

  private static func term(_ name: String) -> Term {
    if let number = Double(name) { return .literal(Literal(number == number.rounded() ? String(Int(number)) : name, datatype: Vocabulary.XSD.decimal)) }
    return .iri(name.hasPrefix("kg:") ? "urn:kgassist:vocabulary:" + name.dropFirst(3) : "urn:x:" + name)
  }

  private static func text(_ triple: Triple) -> String { "\(triple.subject) \(triple.predicate) \(triple.object)" }

  /// Every inferred triple stands on triples that are there, and in the end on stated ones alone.
  func unfounded() async throws -> [String] {
    try await store.read { reader in
      var problems: [String] = []
      var isFounded: [TripleID: Bool] = [:]
      func isFine(_ id: TripleID, _ above: Set<TripleID>) throws -> Bool {
        if let known = isFounded[id] { return known }
        guard let record = try reader.triple(id), !above.contains(id) else { return false }
        var result = !record.inferred
        if record.inferred, let derivation = try reader.derivation(of: id) {
          result = try !derivation.premises.isEmpty && derivation.premises.allSatisfy { try isFine($0, above.union([id])) }
        }
        isFounded[id] = result
        return result
      }
      for fact in try reader.facts(after: TripleID(rawValue: 0), limit: 1_000_000) where try !isFine(fact.id, []) {
        problems.append("\(String(describing: try reader.triple(fact.id)?.triple)) stands on nothing")
      }
      return problems
    }
  }
}

/// A folder of a test's own, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kgassist-rules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
