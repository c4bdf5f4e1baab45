import KnowledgeGraph
import Wire

extension Daemon {
  func inferenceRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/graph/infer", writes: true) { [self] exchange, _ in try await infer(exchange) }]
  }

  /// `?dry_run=1`, `?same_as=1|0`: whether `owl:sameAs` is reasoned with from now on.
  private func infer(_ exchange: Exchange) async throws -> Response {
    let isDryRun = try exchange.flag("dry_run")
    let changesSameAs = exchange.request.query["same_as"] != nil
    let takesSameAs = try exchange.flag("same_as")
    if isDryRun, changesSameAs {
      throw RequestError(400, "query", "same_as is a lasting choice, which a dry run cannot make; leave one of them out", parameter: "same_as")
    }
    let uid = Int(exchange.peer.user)
    let job = try await store.write { writer in
      if changesSameAs { try writer.setInfersSameAs(takesSameAs) }
      return try InferenceJob(isDryRun: isDryRun).enqueue(in: writer, uid: uid)
    }
    worker.wake()
    return try .json(202, JobAccepted(job: job.rawValue))
  }
}
