import GraphEmbedding
import KnowledgeGraph
import Synchronization
import Wire

extension Daemon {
  func predictionRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/v1/graph/predict") { [self] exchange, _ in
        let query = exchange.request.query
        guard let entity = query["entity"], let relation = query["relation"] else {
          throw RequestError(400, "query", "entity and relation are needed: /v1/graph/predict?entity=…&relation=…", parameter: "entity")
        }
        var request = PredictRequest(entity: entity, relation: relation)
        request.direction = query["direction"]
        request.domain = query["domain"]
        request.k = try exchange.number("k", in: 1...1000)
        request.support = try exchange.number("support", in: 0...50)
        return try await predict(request)
      },
      Router.Route("POST", "/v1/graph/predict") { [self] exchange, _ in try await predict(exchange.decoded(PredictRequest.self)) },
    ]
  }

  private func predict(_ request: PredictRequest) async throws -> Response {
    let direction: QueryDirection
    switch request.direction ?? "object" {
    case "object": direction = .object
    case "subject": direction = .subject
    case let other: throw RequestError(400, "direction", "direction must be object or subject, not \(other.prefix(32))", parameter: "direction")
    }
    let (limit, support) = (request.k ?? 10, request.support ?? 3)
    guard (1...1000).contains(limit), (0...50).contains(support) else {
      throw RequestError(400, "query", "k must be a number from 1 to 1000, and support one from 0 to 50", parameter: "k")
    }
    let loaded = try await embeddings(knowing: request)
    let shape = try await store.read(deadline: .now + .seconds(30)) { reader in
      try PredictionAnswer(reader, loaded).predict(
        direction, entity: request.entity, relation: request.relation, limit: limit, support: support)
    }
    return try .json(200, shape)
  }

  /// Those of the domain that is named; else those of all, else those of the first domain that knows the thing.
  private func embeddings(knowing request: PredictRequest) async throws -> LoadedEmbeddings {
    if request.domain != nil { return try await embeddings(request.domain) }
    let all = try await embeddings.all()
    guard let first = all.first else { return try await embeddings(nil) }
    if all.count == 1 { return first }
    let term = try await store.read { reader in try reader.term(GraphNames(reader: reader).entity(request.entity)) }
    return all.first { loaded in term.flatMap { loaded.entity($0) } != nil } ?? first
  }

  /// Sets what answers `kg:predicted`, for queries that may ask for it: the embeddings are brought to the graph as it is now.
  func bringPredictor(for query: String) async throws {
    guard query.contains("predicted") else { return }
    let all = try await embeddings.all()
    linkPredictor.withLock { $0 = all.isEmpty ? nil : StorePredictor(all) }
  }
}
