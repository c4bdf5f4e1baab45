import Ingestion
import KnowledgeGraph
import Wire

extension Daemon {
  func documentRoutes() -> [Router.Route] {
    [
      Router.Route("POST", "/v1/documents", writes: true) { [self] exchange, _ in try await post(exchange) },
      Router.Route("GET", "/v1/documents") { [self] _, _ in
        let records = try await store.read { try $0.documents() }
        return try .json(200, DocumentList(documents: records.map { DocumentShape($0) }))
      },
      Router.Route("GET", "/v1/documents/*") { [self] _, taken in
        guard let record = try await store.read({ try $0.document(taken[0]) }) else { throw Self.noDocument(taken[0]) }
        return try .json(200, DocumentShape(record))
      },
      Router.Route("DELETE", "/v1/documents/*", writes: true) { [self] _, taken in
        guard try await store.write({ try $0.removeDocument(taken[0]) }) else { throw Self.noDocument(taken[0]) }
        try await worker.refreshInference()
        return try .json(200, DocumentRemoved(removed: taken[0]))
      },
      Router.Route("GET", "/v1/documents/*/text") { [self] exchange, taken in try await text(exchange, taken[0]) },
    ]
  }

  /// Queues the body: as a new job, or at the end of the job that the query names. One file with many records becomes one
  /// item a record, so that each is reported by its own name.
  private func post(_ exchange: Exchange) async throws -> Response {
    guard let name = exchange.request.query["name"], (1...1024).contains(name.utf8.count) else {
      throw RequestError(400, "name", "a document needs a name of 1 to 1024 bytes: POST /v1/documents?name=…", parameter: "name")
    }
    let domain = try domain(exchange.request.query["domain"])
    let replace = try exchange.flag("replace")
    let mediaType = exchange.request.headers["Content-Type"].flatMap { Self.claimedType($0) }
    let incoming = IncomingDocument(name: name, mediaType: mediaType, bytes: exchange.request.body)
    if try exchange.flag("dry_run") { return try await dryRun(incoming) }
    // A file whose records cannot be told apart is queued as it is: the worker finds the same error and reports it.
    let documents = (try? Ingestor.expand(incoming)) ?? [incoming]
    let open = try exchange.number("job", in: 1...Int.max).map { JobID(rawValue: Int64($0)) }
    let user = exchange.peer.user
    let job = try await store.write { writer in
      if let open {
        guard let record = try writer.reader.job(open), record.uid == Int(user) || user == 0 else {
          throw RequestError.notFound("job \(open)")
        }
      }
      let job = try open ?? writer.createJob(kind: "ingest", uid: Int(user))
      for document in documents {
        try writer.addJobItem(
          job: job, name: document.name, mediaType: document.mediaType, domain: domain, replace: replace,
          bytes: document.bytes)
      }
      return job
    }
    worker.wake()
    return try .json(202, JobAccepted(job: job.rawValue))
  }

  /// Types that say nothing: what a client sends when it does not know.
  private static func claimedType(_ header: String) -> String? {
    let type = header.split(separator: ";").first.map(String.init)?.lowercased() ?? ""
    return ["", "application/octet-stream", "application/x-www-form-urlencoded"].contains(type) ? nil : type
  }

  private func dryRun(_ incoming: IncomingDocument) async throws -> Response {
    let documents = try Ingestor.expand(incoming)
    let items = try await store.read { reader in
      try documents.map { document in
        let id = SHA256.documentID(of: document.bytes)
        return DryRunShape.Item(
          name: document.name, id: id, bytes: document.bytes.count, unchanged: try reader.document(id) != nil)
      }
    }
    return try .json(200, DryRunShape(documents: items))
  }

  private func text(_ exchange: Exchange, _ id: String) async throws -> Response {
    let start = try exchange.number("start", in: 0...Int.max) ?? 0
    let end = try exchange.number("end", in: start...Int.max)
    let (size, text) = try await store.read { reader in
      guard let record = try reader.document(id) else { throw Self.noDocument(id) }
      // Past 8 MiB a caller is to ask for pieces.
      let end = min(end ?? record.byteCount, record.byteCount, start.addingReportingOverflow(8 << 20).partialValue)
      return (end, start <= end ? try reader.text(of: id, start: start, end: end) : nil)
    }
    guard let text else {
      throw RequestError(400, "range", "the document has no text from byte \(start) to byte \(size)", parameter: "start")
    }
    return try .json(200, DocumentText(document: id, start: start, end: size, text: text))
  }

  private static func noDocument(_ id: String) -> RequestError { .notFound("document \(id.prefix(80))") }
}

extension DocumentShape {
  init(_ record: DocumentRecord) {
    self.init(
      id: record.id, name: record.name, mediaType: record.mediaType, domain: record.domain?.rawValue,
      bytes: record.byteCount, passages: record.passages)
  }
}
