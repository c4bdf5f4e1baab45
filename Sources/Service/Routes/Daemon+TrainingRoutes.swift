import Drawing
import GraphEmbedding
import KnowledgeGraph
import RDF
import Wire

extension Daemon {
  func trainingRoutes() -> [Router.Route] {
    [
      Router.Route("POST", "/v1/train", writes: true) { [self] exchange, _ in try await train(exchange) },
      Router.Route("GET", "/v1/train") { [self] _, _ in
        let models = TrainedFolder.Kind.allCases.flatMap { TrainedFolder($0, state: configuration.state).records() }
        return try .json(200, TrainedList(graph: try await trained(), models: models))
      },
      Router.Route("GET", "/v1/graph/map") { [self] exchange, _ in try await map(exchange) },
      Router.Route("GET", "/v1/train/curve") { [self] exchange, _ in try await curve(exchange) },
    ]
  }

  private func train(_ exchange: Exchange) async throws -> Response {
    let request = try exchange.decoded(TrainRequest.self), uid = Int(exchange.peer.user)
    let job: JobID
    if request.what == TrainingJob.item {
      let training = try TrainingJob(request)
      job = try await store.write { try training.enqueue(in: $0, uid: uid) }
    } else {
      let training = try ModelTrainingJob(request)
      job = try await store.write { try training.enqueue(in: $0, uid: uid) }
    }
    worker.wake()
    return try .json(202, JobAccepted(job: job.rawValue))
  }

  private func trained() async throws -> [TrainedGraphShape] {
    let all = try await embeddings.all()
    return try await store.read { reader in
      all.map { loaded in
        TrainedGraphShape(loaded.embeddings, current: loaded.isCurrent) { iri in
          iri == Vocabulary.RDF.type ? "is of the class" : (try? reader.entity(iri: iri)).flatMap { try? reader.label(of: $0) } ?? iri
        }
      }
    }
  }

  /// `?domain=`: validation and loss over the epochs, as SVG; or `?adapter=NAME` and the like: loss over the steps.
  private func curve(_ exchange: Exchange) async throws -> Response {
    for kind in TrainedFolder.Kind.allCases {
      guard let name = exchange.request.query[kind.rawValue] else { continue }
      return .whole(.text(try TrainedFolder(kind, state: configuration.state).curve(name), contentType: "image/svg+xml"))
    }
    let loaded = try await embeddings(exchange.request.query["domain"])
    return .whole(.text(LearningCurve(loaded.embeddings).svg(), contentType: "image/svg+xml"))
  }

  /// `?domain=&method=tsne|pca&limit=`: the things of a domain, as SVG.
  private func map(_ exchange: Exchange) async throws -> Response {
    let query = exchange.request.query
    guard let method = VectorMap.Method(rawValue: query["method"] ?? "tsne") else {
      throw RequestError(400, "method", "method must be tsne or pca, not \(query["method"]?.prefix(32) ?? "")", parameter: "method")
    }
    let limit = try exchange.number("limit", in: 3...ConceptMap.most) ?? ConceptMap.usual
    let domain = try Self.domain(query["domain"])
    // A domain is on the map of all, where it has none of its own.
    var loaded = try await embeddings.loaded(domain)
    if loaded == nil { loaded = try await embeddings.loaded(nil) }
    guard let loaded else { throw Self.untrained(domain?.rawValue) }
    let map = try await store.read(deadline: .now + .seconds(60)) { try ConceptMap($0, loaded).map(of: domain, method: method, limit: limit) }
    return .whole(.text(map.svg(), contentType: "image/svg+xml"))
  }

  /// The embeddings of a domain, or of all.
  func embeddings(_ name: String?) async throws -> LoadedEmbeddings {
    guard let loaded = try await embeddings.loaded(Self.domain(name)) else { throw Self.untrained(name) }
    return loaded
  }

  private static func untrained(_ domain: String?) -> RequestError {
    let flag = domain.map { " --domain \($0)" } ?? ""
    return RequestError(409, "untrained", "there are no graph embeddings\(domain.map { " of \($0)" } ?? ""); run kgassist train graph\(flag) first")
  }

  static func domain(_ name: String?) throws(RequestError) -> Domain? {
    guard let name else { return nil }
    guard let domain = Domain(rawValue: name) else {
      throw RequestError(400, "domain", "domain must be finance, medical or code, not \(name.prefix(32))", parameter: "domain")
    }
    return domain
  }
}
