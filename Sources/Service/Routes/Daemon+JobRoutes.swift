import KnowledgeGraph
import Wire

extension Daemon {
  func jobRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/v1/jobs") { [self] _, _ in
        let records = try await store.read { try $0.jobs(limit: 100) }
        return try .json(200, JobList(jobs: records.map { JobShape($0, worker.summary(of: $0.id), obstacle: worker.obstacle) }))
      },
      Router.Route("GET", "/v1/jobs/*") { [self] _, taken in try .json(200, try await job(taken[0])) },
      Router.Route("DELETE", "/v1/jobs/*", writes: true) { [self] _, taken in
        let known = try await job(taken[0])
        _ = try await worker.cancel(JobID(rawValue: known.id))
        return try .json(200, try await job(taken[0]))
      },
    ]
  }

  private func job(_ text: String) async throws -> JobShape {
    guard let number = Int64(text), let record = try await store.read({ try $0.job(JobID(rawValue: number)) }) else {
      throw RequestError.notFound("job \(text.prefix(32))")
    }
    return JobShape(record, worker.summary(of: record.id), obstacle: worker.obstacle)
  }
}
