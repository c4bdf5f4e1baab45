import Glibc
import Kernels
import KnowledgeGraph
import Wire

extension Daemon {
  func statusRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/health") { [self] _, _ in try health() },
      Router.Route("GET", "/version") { [self] _, _ in try version() },
      Router.Route("GET", "/metrics") { [self] _, _ in try await metricsText() },
    ]
  }

  private func health() throws -> Response {
    if !hasSubstitute, models.decoder.isLoading, models.encoder.problem == nil {
      throw RequestError(503, "loading", "the models are being loaded; try again in a few seconds", retryAfter: 2)
    }
    _ = try answering()
    let notices = [models.decoder.problem].compactMap(\.self)
    return try .json(200, HealthShape(status: notices.isEmpty ? "ok" : "degraded", notices: notices))
  }

  private func version() throws -> Response {
    try .json(
      200,
      VersionShape(
        name: "kgassistd", version: Version.current, pid: getpid(), instructionSet: compute.instructionSet.rawValue,
        threads: compute.pool.threadCount, sqlite: nil, socket: configuration.socket, state: configuration.state,
        models: configuration.models))
  }

  private func metricsText() async throws -> Response {
    let (stored, jobs, waiting) = try await store.read { reader in
      (try reader.counts(), try reader.jobs(limit: 1000), try reader.waitingJobItems())
    }
    let counts = metrics.current
    var text = PrometheusText()
    let requests = counts.requests.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
    text.add(
      "requests_total", "counter", "Requests by route and status.",
      requests.map { ("{\(PrometheusText.label("route", $0.key.route)),status=\"\($0.key.status)\"}", Double($0.value)) })
    text.add("request_seconds", "Time of requests.", counts.requestTimes)
    text.add("connections_total", "counter", "Connections taken.", counts.connections)
    text.add("connections_refused_total", "counter", "Connections closed since too many were open.", counts.refusedConnections)
    text.add("descriptor_exhaustions_total", "counter", "Times no descriptor was left.", counts.exhaustions)
    text.add(
      "asks_total", "counter", "Questions by outcome.",
      counts.asks.sorted { $0.key < $1.key }.map { ("{\(PrometheusText.label("outcome", $0.key))}", Double($0.value)) })
    text.add("ask_seconds", "Time of questions from their turn to their last word.", counts.askTimes)
    text.add("asks_running", "gauge", "Questions being answered.", queue.running)
    text.add("asks_waiting", "gauge", "Questions that wait for their turn.", queue.waiting)
    text.add(
      "tokens_total", "counter", "Tokens read and written by the decoder.",
      [("{kind=\"prompt\"}", Double(counts.promptTokens)), ("{kind=\"completion\"}", Double(counts.completionTokens))])
    text.add("documents_ingested_total", "counter", "Documents taken in.", counts.documentsDone)
    text.add("documents_failed_total", "counter", "Documents that could not be taken in.", counts.documentsFailed)
    text.add("document_seconds", "Time of taking in a document.", counts.documentTimes)
    text.add("documents_waiting", "gauge", "Documents in the queue.", waiting)
    text.add(
      "jobs", "gauge", "Jobs by status.",
      JobStatus.allCases.map { status in
        ("{status=\"\(status.rawValue)\"}", Double(jobs.filter { $0.status == status }.count))
      })
    text.add(
      "store_rows", "gauge", "What the store holds.",
      [
        ("{kind=\"documents\"}", Double(stored.documents)), ("{kind=\"passages\"}", Double(stored.passages)),
        ("{kind=\"triples\"}", Double(stored.triples)), ("{kind=\"terms\"}", Double(stored.terms)),
        ("{kind=\"labels\"}", Double(stored.labels)), ("{kind=\"mentions\"}", Double(stored.mentions)),
        ("{kind=\"vectors\"}", Double(stored.vectors)),
      ])
    text.add("store_bytes", "gauge", "Size of the store's file.", stored.fileBytes)
    return .whole(HTTPReply.text(text.text, contentType: "text/plain; version=0.0.4; charset=utf-8"))
  }
}
