import Foundation
import KnowledgeGraph
import RDF
import SPARQL

/// Runs one case of the W3C.
extension W3CManifest.Case {
  /// Nil when the case passes, else why not.
  func failure() -> String? {
    do {
      switch kind {
      case "PositiveSyntaxTest", "PositiveSyntaxTest11", "PositiveSyntaxTest12":
        _ = try Query(text(), base: base + query.lastPathComponent)
        return nil
      case "NegativeSyntaxTest", "NegativeSyntaxTest11", "NegativeSyntaxTest12":
        do {
          _ = try Query(text(), base: base + query.lastPathComponent)
        } catch { return nil }
        return "was accepted"
      case "PositiveUpdateSyntaxTest", "PositiveUpdateSyntaxTest11":
        _ = try Update(text(), base: base + query.lastPathComponent)
        return nil
      case "NegativeUpdateSyntaxTest", "NegativeUpdateSyntaxTest11":
        do {
          _ = try Update(text(), base: base + query.lastPathComponent)
        } catch { return nil }
        return "was accepted"
      case "UpdateEvaluationTest": return try update()
      default: return try evaluate()
      }
    } catch { return "was refused: \(error)" }
  }

  private func text() throws -> String { String(decoding: try Data(contentsOf: query), as: UTF8.self) }

  private func evaluate() throws -> String? {
    let parsed = try Query(text(), base: base + query.lastPathComponent)
    let dataset = try self.dataset(data, graphs)
    for name in parsed.graphs where name.hasPrefix(base) {
      let file = query.deletingLastPathComponent().appendingPathComponent(String(name.dropFirst(base.count)))
      try load(file, graph: .iri(name), into: dataset)
    }
    guard let result else { return "has no result" }
    let answer = try parsed.answer(on: dataset)
    let expected = try ExpectedResult(result, base: base, isCSV: kind == "CSVResultFormatTest")
    switch (answer, expected) {
    case (.boolean(let value), .boolean(let wanted)): return value == wanted ? nil : "said \(value)"
    case (.triples(let triples), .triples(let wanted)):
      func rows(_ triples: [Triple]) -> [[Term?]] { Set(triples).map { [$0.subject, $0.predicate, $0.object] } }
      return RowMatching.areEqual(rows(triples), rows(wanted)) ? nil : "made another graph: \(triples)"
    case (.solutions(let columns, let rows), .solutions(let wanted)):
      let expected = wanted.map { row in columns.map { row[$0] } }
      if Set(wanted.flatMap(\.keys)).isSubset(of: columns), RowMatching.areEqual(rows, expected) { return nil }
      return "gave \(rows.count) rows for \(wanted.count): \(Self.text(rows)) instead of \(Self.text(expected))"
    case (.solutions(let columns, let rows), .bytes(let wanted)):
      var writer = ResultWriter(.csv, columns: columns)
      for row in rows { writer.write(row) }
      writer.finish()
      func lines(_ bytes: [UInt8]) -> [String] { String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { String($0).replacing(/_:[^,]+/, with: "_:b") }.sorted() }
      let (left, right) = (lines(writer.takeBytes()), lines(wanted))
      return left == right ? nil : "wrote \(left) instead of \(right)"
    default: return "gave an answer of another form"
    }
  }

  /// Applies an update and compares what it leaves behind.
  private func update() throws -> String? {
    let (update, target, wanted) = try parts()
    try update.apply(to: target)
    return try Self.difference(Self.rows(target), Self.rows(wanted))
  }

  /// The same in a store.
  func failureInStore(_ store: GraphStore) async throws -> String? {
    let (update, before, wanted) = try parts()
    let quads = try Self.rows(before).map { Quad(Triple($0[0]!, $0[1]!, $0[2]!), graph: $0[3]) }
    try await store.write { try $0.insert(quads, by: 1) }
    try await store.write { _ = try update.apply(to: StoreTarget($0, by: 1)) }
    let problems = try await store.verify()
    guard problems.isEmpty else { return "damaged the store: \(problems)" }
    let left = try await store.read { try Self.rows(StoreSource($0)) }
    return Self.difference(left, try Self.rows(wanted))
  }

  private func parts() throws -> (update: Update, before: MemoryDataset, after: MemoryDataset) {
    (try Update(text(), base: base + query.lastPathComponent), try dataset(data, graphs), try dataset(expectedData, expectedGraphs))
  }

  private static func rows(_ source: any QuadSource) throws -> [[Term?]] {
    guard case .solutions(_, let rows) = try Query("SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").answer(on: source) else { return [] }
    return rows
  }

  private static func difference(_ left: [[Term?]], _ wanted: [[Term?]]) -> String? {
    RowMatching.areEqual(left, wanted) ? nil : "left \(text(left)) instead of \(text(wanted))"
  }

  private func dataset(_ data: [URL], _ graphs: [(file: URL, name: String)]) throws -> MemoryDataset {
    let dataset = MemoryDataset()
    for file in data { try load(file, graph: nil, into: dataset) }
    for (file, name) in graphs { try load(file, graph: .iri(name), into: dataset) }
    return dataset
  }

  private func load(_ file: URL, graph: Term?, into dataset: MemoryDataset) throws {
    if let graph { dataset.addGraph(graph) }
    if file.pathExtension == "rdf" {
      for triple in try XMLGraphReader.triples(Data(contentsOf: file), base: base + file.lastPathComponent) { dataset.add(triple, graph: graph) }
      return
    }
    let format = RDFFormat(fileExtension: file.pathExtension)!
    // Blank nodes of two files are different ones.
    let mark = graph == nil ? "" : file.lastPathComponent.filter { $0.isLetter || $0.isNumber }
    func own(_ term: Term) -> Term { if case .blank(let label) = term, !mark.isEmpty { .blank(mark + label) } else { term } }
    try RDFReader.readQuads([UInt8](Data(contentsOf: file)), format: format, base: base + file.lastPathComponent) { quad, _ in
      dataset.add(Triple(own(quad.triple.subject), quad.triple.predicate, own(quad.triple.object)), graph: quad.graph ?? graph)
    }
  }

  private static func text(_ rows: [[Term?]]) -> String {
    rows.prefix(12).map { "(" + $0.map { $0.map { "\($0)" } ?? "–" }.joined(separator: " ") + ")" }.joined(separator: " ")
  }
}
