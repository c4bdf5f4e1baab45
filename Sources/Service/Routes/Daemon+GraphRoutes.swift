import KnowledgeGraph
import RDF
import Wire

extension Daemon {
  func graphRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/v1/entities/*") { [self] _, taken in try await entity(taken[0]) },
      Router.Route("GET", "/v1/triples") { [self] exchange, _ in try await triples(exchange) },
      Router.Route("GET", "/v1/path") { [self] exchange, _ in try await path(exchange) },
      Router.Route("GET", "/v1/graph/export") { [self] exchange, _ in try await export(exchange) },
    ]
  }

  private func entity(_ name: String) async throws -> Response {
    let shape = try await store.read { reader -> EntityShape in
      let names = GraphNames(reader: reader)
      let id = try names.entity(name)
      guard let record = try reader.entity(id) else { throw RequestError.notFound("entity \(name.prefix(200))") }
      let facts = try reader.neighbours(of: id, limit: 200).compactMap { try names.fact(from: id, $0) }
      return EntityShape(
        id: record.id.rawValue, iri: record.iri, label: record.label, aliases: record.aliases,
        definition: record.definition, types: try EntityClasses.names(of: record, reader), domain: record.domain?.rawValue,
        facts: facts, relations: try EntityCard(reader).relations(of: id, limit: 300))
    }
    return try .json(200, shape)
  }

  private func triples(_ exchange: Exchange) async throws -> Response {
    let query = exchange.request.query
    let limit = try exchange.number("limit", in: 1...1000) ?? 100
    let cursor = try query["cursor"].map { text throws(RequestError) in try PageCursor(text) } ?? PageCursor(offset: 0)
    let page = try await store.read { reader -> TriplePage in
      let names = GraphNames(reader: reader)
      var ids: [EntityID?] = []
      for key in ["s", "p", "o"] { ids.append(try query[key].map { try names.term($0, parameter: key) }) }
      let found = try reader.triples(
        subject: ids[0], predicate: ids[1], object: ids[2], graph: names.scope(query["g"]), limit: cursor.offset + limit + 1
      ).dropFirst(cursor.offset)
      let rows = try found.prefix(limit).map { record in
        TriplePage.Row(
          triple: record.id.rawValue, subject: record.triple.subject.description,
          predicate: record.triple.predicate.description, object: record.triple.object.description,
          source: try reader.sources(of: record.id).first.map(GraphNames.text))
      }
      let hasMore = found.count > limit && cursor.offset + limit <= PageCursor.most
      return TriplePage(triples: rows, next: hasMore ? PageCursor(offset: cursor.offset + limit).text : nil)
    }
    return try .json(200, page)
  }

  private func path(_ exchange: Exchange) async throws -> Response {
    guard let from = exchange.request.query["from"], let to = exchange.request.query["to"] else {
      throw RequestError(400, "query", "from and to are needed: /v1/path?from=…&to=…")
    }
    let shape = try await store.read { reader -> PathShape in
      let names = GraphNames(reader: reader)
      let (start, end) = (try names.entity(from), try names.entity(to))
      guard let steps = try reader.path(from: start, to: end) else {
        throw RequestError(404, "no_path", "no path of at most 4 steps leads from \(from.prefix(100)) to \(to.prefix(100))")
      }
      var facts: [FactShape] = []
      var at = start
      for step in steps {
        if let fact = try names.fact(from: at, step) { facts.append(fact) }
        at = step.entity
      }
      return PathShape(
        from: try reader.label(of: start) ?? from, to: try reader.label(of: end) ?? to, steps: facts)
    }
    return try .json(200, shape)
  }

  private func export(_ exchange: Exchange) async throws -> Response {
    let name = exchange.request.query["format"] ?? "nt"
    guard let format = RDFFormat(fileExtension: name) else {
      throw RequestError(400, "format", "format must be nt, nq, ttl or trig, not \(name.prefix(32))", parameter: "format")
    }
    let path = try OwnFile.temporaryPath(in: configuration.state)
    do {
      let file = try OwnFile(path)
      let graph = exchange.request.query["graph"]
      _ = try await store.read { try $0.export(as: format, graph: GraphNames(reader: $0).scope(graph), to: file.append) }
    } catch {
      OwnFile.remove(path)
      throw error
    }
    return .file(path: path, contentType: format.mediaType)
  }
}
