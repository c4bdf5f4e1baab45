import Foundation
import Wire

enum GraphCommand: Command {
  static let name = "graph"
  static let summary = "triples in and out, and what is known of a thing"
  static let usage = [
    "graph import FILE... [--domain D] [--graph IRI] [--lenient] [--dry-run]", "graph export [--format nt|nq|ttl|trig] [--graph IRI]",
    "graph query 'SPARQL' | - [--format table|json|csv|tsv] [--deadline 30s]",
    "graph update 'SPARQL' | FILE | - [--dry-run] [--deadline 30s]", "graph remove [--subject T] [--predicate T] [--object T] [--graph G] [--all] [--dry-run]", "graph contradictions",
    "graph merge A B [--sure]", "graph split A B", "graph show ENTITY", "graph neighbours ENTITY",
    "graph path FROM TO", "graph draw ENTITY [--depth N] [--limit N] [--format svg|dot] [--output FILE]",
    "graph predict ENTITY RELATION [--subjects] [--limit N] [--domain D] [--json]",
    "graph map [DOMAIN] [--method tsne|pca] [--limit N] [--output FILE]",
    "graph infer [--dry-run] [--same-as on|off]",
  ]
  static let flags = [
    Flag("--domain", "D", "finance, medical or code: what the triples are about"),
    Flag("--graph", "G", "the named graph: an IRI; for remove and export also default or named"),
    Flag("--lenient", "leave out statements that cannot be read, and tell them"),
    Flag("--subject", "T", "an entity: label, alias, IRI or number"), Flag("--predicate", "T", "a relation: label, IRI or prefixed name"),
    Flag("--object", "T", "an entity, or a literal in N-Triples' writing: '\"text\"@en'"),
    Flag("--all", "remove every triple"), Flag("--dry-run", "only count what would be done, and keep nothing"),
    Flag("--sure", "merge two entities that have no name in common"),
    Flag("--format", "F", "of a query table, json, csv or tsv, of triples nt (default), nq, ttl or trig, of a picture svg (default) or dot"),
    Flag("--deadline", "TIME", "end a query or update after this time (30s unless given) with exit code 124"),
    Flag("--depth", "N", "steps from the entity that a picture shows, 1 to 3; 1 unless given"),
    Flag("--limit", "N", "the most things that a picture shows around the entity (40 unless given), predictions (10) or things on a map (150)"),
    Flag("--subjects", "predict what has the relation to the entity, rather than what the entity has it to"),
    Flag("--method", "M", "of a map: tsne (default) keeps neighbours together, pca keeps distances true"),
    Flag("--output", "FILE", "a new file for the picture or map; stdout unless given"),
    Flag("--same-as", "on|off", "whether owl:sameAs is reasoned with from now on; off unless turned on"),
    Flag("--replace", "replace what was imported under the same name"), Flag.json,
  ]
  static let words = [
    "import", "export", "query", "update", "remove", "contradictions", "merge", "split", "show", "neighbours", "path", "draw", "predict", "map", "infer",
  ]
  static let notes = """
    An entity is named by its label, an alias, its IRI or its number. A query is SPARQL 1.2; the prefixes rdf, rdfs, owl, skos, dcterms, xsd, kg,
    fin, med and code need no declaration. ?x kg:matches "words" finds things by words of their labels, ?x kg:similarTo "text" by meaning, and
    med:metformin kg:predicted (?relation ?thing ?probability) tells what graph embeddings expect. Rows are a table on a terminal, TSV elsewhere.
    An update is SPARQL 1.2 Update in one transaction: all of it happens, or nothing.

      kgassist graph import medicine.ttl --domain medical
      kgassist graph query 'SELECT ?drug ?name { ?drug rdfs:label ?name } ORDER BY ?name LIMIT 10'
      kgassist graph update 'INSERT DATA { med:metformin kg:alias "glucophage" }' --dry-run
      kgassist graph path metformin "chronic kidney disease"
      kgassist graph predict metformin treats
      kgassist graph draw metformin --depth 2 --output metformin.svg
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let rest = Array(arguments.words.dropFirst())
    switch arguments.words.first {
    case "import": return try importFiles(rest, arguments)
    case "export": return try export(arguments)
    case "query": return try query(rest, arguments)
    case "update": return try update(rest, arguments)
    case "remove": return try remove(rest, arguments)
    case "contradictions": return try contradictions(arguments)
    case "merge", "split": return try same(rest, arguments)
    case "draw": return try draw(rest, arguments)
    case "predict": return try predict(rest, arguments)
    case "map": return try map(rest, arguments)
    case "infer": return try infer(rest, arguments)
    case "show", "neighbours":
      guard rest.count == 1 else { throw Failure.usage("graph \(arguments.words[0]) takes one entity; put its name in quotes") }
      let entity = try DaemonClient().get(["v1", "entities", rest[0]], as: EntityShape.self)
      if arguments.has("--json") { return try printed(entity) }
      if arguments.words[0] == "show" {
        show(entity)
      } else {
        for fact in entity.facts { Terminal.print(line(fact)) }
      }
    case "path":
      guard rest.count == 2 else { throw Failure.usage("graph path takes two entities; put their names in quotes") }
      let path = try DaemonClient().get(["v1", "path"], ["from": rest[0], "to": rest[1]], as: PathShape.self)
      if arguments.has("--json") { return try printed(path) }
      for fact in path.steps { Terminal.print(line(fact)) }
      if path.steps.isEmpty { Terminal.say("both names are of the same thing") }
    case let other:
      throw Failure.usage(
        "graph takes import, export, query, update, remove, contradictions, merge, split, show, neighbours, path, draw, predict, map or infer" + (other.map { ", not \($0)" } ?? ""))
    }
    return ExitCode.done
  }

  private static func importFiles(_ files: [String], _ arguments: Arguments) throws -> Int32 {
    guard !files.isEmpty else { throw Failure.usage("graph import takes at least one .ttl, .trig, .nt or .nq file") }
    for file in files where ![".ttl", ".nt", ".trig", ".nq"].contains(where: file.hasSuffix) {
      throw Failure.usage("\(file) is none of .ttl, .trig, .nt and .nq; kgassist ingest takes other kinds")
    }
    let isLarge = files.contains { (try? FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int).flatMap { $0 } ?? 0 > IngestRun.largest }
    if isLarge || ["--graph", "--lenient", "--dry-run"].contains(where: arguments.has) { return try importAtOnce(files, arguments) }
    var run = IngestRun(
      daemon: try DaemonClient(), domain: try arguments.domain(), replaces: arguments.has("--replace"),
      printsJSON: arguments.has("--json"))
    return try run.ingest(try FileListing(files), waits: true)
  }

  private static func export(_ arguments: Arguments) throws -> Int32 {
    let format = arguments.text("--format") ?? "nt"
    guard ["nt", "nq", "ttl", "trig"].contains(format) else { throw Failure.usage("--format must be nt, nq, ttl or trig, not \(format)") }
    var query = ["format": format]
    query["graph"] = arguments.text("--graph")
    try DaemonClient().perform("GET", ["v1", "graph", "export"], query) { bytes in
      try OutputFile.standardOutput.write(bytes)
    }
    return ExitCode.done
  }

  static func line(_ fact: FactShape) -> String {
    Terminal.harmless("\(fact.subject)  \(fact.predicate)  \(fact.object)" + (fact.inferred ? "  (inferred)" : ""))
  }

  static func printed(_ value: some Encodable) throws -> Int32 {
    Terminal.print(String(decoding: try WireJSON.encode(value), as: UTF8.self))
    return ExitCode.done
  }
}
