import Drawing
import KnowledgeGraph
import Wire

extension Daemon {
  func pictureRoutes() -> [Router.Route] {
    [Router.Route("GET", "/v1/graph/picture") { [self] exchange, _ in try await picture(exchange) }]
  }

  /// `?entity=&depth=1…3&limit=&format=svg|dot`
  private func picture(_ exchange: Exchange) async throws -> Response {
    let query = exchange.request.query
    guard let name = query["entity"] else { throw RequestError(400, "query", "an entity is needed: /v1/graph/picture?entity=…", parameter: "entity") }
    let format = query["format"] ?? "svg"
    guard format == "svg" || format == "dot" else {
      throw RequestError(400, "format", "format must be svg or dot, not \(format.prefix(32))", parameter: "format")
    }
    let depth = try exchange.number("depth", in: 1...3) ?? 1
    let limit = try exchange.number("limit", in: 1...EntityPicture.most) ?? EntityPicture.usual
    let picture = try await store.read(deadline: .now + .seconds(10)) { reader in
      try EntityPicture(reader).picture(of: GraphNames(reader: reader).entity(name), depth: depth, limit: limit)
    }
    return format == "svg"
      ? .whole(.text(picture.svg(), contentType: "image/svg+xml")) : .whole(.text(picture.dot(), contentType: "text/vnd.graphviz; charset=utf-8"))
  }
}
