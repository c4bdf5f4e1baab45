import KnowledgeGraph
import RDF
import Wire

extension Daemon {
  func graphUpdateRoutes() -> [Router.Route] {
    [
      Router.Route("POST", "/v1/graph/import", writes: true, takesFiles: true) { [self] exchange, _ in try await importGraph(exchange) },
      Router.Route("DELETE", "/v1/triples", writes: true) { [self] exchange, _ in try await removeTriples(exchange) },
      Router.Route("GET", "/v1/graph/contradictions") { [self] _, _ in
        try .json(200, try await store.read { reader in
          ContradictionList(contradictions: try reader.contradictions(limit: 1000).map { try GraphNames(reader: reader).contradiction($0) })
        })
      },
      Router.Route("POST", "/v1/same", writes: true) { [self] exchange, _ in try await same(exchange, joins: true) },
      Router.Route("DELETE", "/v1/same", writes: true) { [self] exchange, _ in try await same(exchange, joins: false) },
    ]
  }

  /// What ends a transaction that only tried.
  private struct Tried: Error {
    let shape: GraphImportShape
  }

  /// Stores a file's statements in one transaction. With `lenient` bad ones are left out and told.
  private func importGraph(_ exchange: Exchange) async throws -> Response {
    let query = exchange.request.query
    guard let name = query["name"], (1...1024).contains(name.utf8.count) else {
      throw RequestError(400, "name", "a file needs a name of 1 to 1024 bytes: POST /v1/graph/import?name=…", parameter: "name")
    }
    let suffix = name.split(separator: ".").last.map(String.init) ?? ""
    guard let format = query["format"].map({ RDFFormat(fileExtension: $0) }) ?? RDFFormat(fileExtension: suffix) else {
      throw RequestError(400, "format", "format must be nt, nq, ttl or trig, or the name must end so", parameter: "format")
    }
    let domain = try domain(query["domain"])
    let graph = try query["graph"].map { text throws(RequestError) in try GraphNames.graphName(text) }
    let (isLenient, replaces, isDry) = (try exchange.flag("lenient"), try exchange.flag("replace"), try exchange.flag("dry_run"))
    let body = exchange.request.body, file = exchange.request.sink as? SpooledBody
    do {
      let shape = try await store.write { writer in
        var errors: [GraphImportShape.Skipped] = []
        var skipped = 0
        let mode: RDFReader.Mode =
          isLenient
          ? .lenient { error in
            skipped += 1
            if errors.count < 100 {
              errors.append(
                GraphImportShape.Skipped(
                  line: error.position.line, column: error.position.column, start: error.range.lowerBound, end: error.range.upperBound,
                  message: error.message))
            }
          } : .strict
        let report =
          try file.map {
            try writer.importGraph(file: $0.path, format: format, from: name, domain: domain, graph: graph, replacing: replaces, mode: mode)
          } ?? writer.importGraph(body, format: format, from: name, domain: domain, graph: graph, replacing: replaces, mode: mode)
        let names = GraphNames(reader: writer.reader)
        let shape = GraphImportShape(
          name: name, read: report.read, added: report.added, unchanged: report.unchanged, skipped: skipped, errors: errors,
          contradictions: try report.contradictions.map { try names.contradiction($0) }, dryRun: isDry)
        if isDry { throw Tried(shape: shape) }
        return shape
      }
      if !shape.unchanged { try await worker.refreshInference() }
      return try .json(200, shape)
    } catch let tried as Tried {
      return try .json(200, tried.shape)
    } catch let error as RDFSyntaxError {
      throw RequestError(
        422, "syntax", "\(name), \(error) (bytes \(error.range.lowerBound) to \(error.range.upperBound)); nothing was imported. With lenient=1 bad statements are left out")
    }
  }

  /// Removes the statements that fit the pattern of the query: `s`, `p`, `o`, `g`, or `all=1` for every one.
  private func removeTriples(_ exchange: Exchange) async throws -> Response {
    let query = exchange.request.query
    let isAll = try exchange.flag("all")
    guard isAll || ["s", "p", "o", "g"].contains(where: { query[$0] != nil }) else {
      throw RequestError(400, "pattern", "at least one of s, p, o and g is needed, or all=1 to remove every triple")
    }
    let isDry = try exchange.flag("dry_run")
    @Sendable func pattern(_ reader: StoreReader) throws -> (s: EntityID?, p: EntityID?, o: EntityID?, graph: GraphScope) {
      let names = GraphNames(reader: reader)
      return (
        try query["s"].map { try names.entity($0) }, try query["p"].map { try names.entity($0) }, try query["o"].map { try names.term($0, parameter: "o") },
        try names.scope(query["g"])
      )
    }
    if isDry {
      let count = try await store.read { reader in
        let (s, p, o, graph) = try pattern(reader)
        return try reader.count(subject: s, predicate: p, object: o, graph: graph)
      }
      return try .json(200, GraphRemovalShape(removed: count, dryRun: true))
    }
    let removed = try await store.write { writer in
      let (s, p, o, graph) = try pattern(writer.reader)
      return try writer.remove(subject: s, predicate: p, object: o, graph: graph)
    }
    if removed > 0 { try await worker.refreshInference() }
    return try .json(200, GraphRemovalShape(removed: removed, dryRun: false))
  }

  private func same(_ exchange: Exchange, joins: Bool) async throws -> Response {
    guard let one = exchange.request.query["a"], let other = exchange.request.query["b"] else {
      throw RequestError(400, "query", "a and b are needed: /v1/same?a=…&b=…")
    }
    let isSure = try exchange.flag("sure")
    let user = Int(exchange.peer.user)
    let shape = try await store.write { writer in
      let names = GraphNames(reader: writer.reader)
      let (a, b) = (try names.entity(one), try names.entity(other))
      if joins {
        try writer.merge(a, b, by: user, isSure: isSure)
      } else if try !writer.split(a, b) {
        throw RequestError.notFound("a statement that \(one.prefix(100)) and \(other.prefix(100)) are the same")
      }
      return SameShape(same: try writer.reader.sameEntities(as: a).compactMap { try writer.reader.term($0)?.description })
    }
    try await worker.refreshInference()
    return try .json(200, shape)
  }
}
