import Foundation
import KnowledgeGraph
import Perception
import RDF
import SPARQL
import Synchronization
import Wire

/// SPARQL over the socket. Rows go into a file of the daemon's own while the query runs, so that an answer of any size takes little memory and
/// holds the store's snapshot no longer than it must.
extension Daemon {
  /// What a query or update may use unless it asks for less, in milliseconds.
  private static let longest = 600_000
  private static let usual = 30_000

  func queryRoutes() -> [Router.Route] {
    [
      Router.Route("POST", "/v1/graph/query") { [self] exchange, _ in try await query(exchange) },
      Router.Route("POST", "/v1/graph/update", writes: true) { [self] exchange, _ in try await update(exchange) },
    ]
  }

  /// What ends a transaction that only tried.
  private struct Tried: Error {
    let shape: GraphChangeShape
  }

  /// All changes of the update in one transaction; with `dry_run` they are made, counted and taken back.
  private func update(_ exchange: Exchange) async throws -> Response {
    let (text, asked) = try Self.text(of: exchange, Self.updateTypes) { try $0.decoded(UpdateRequest.self) } parts: { ($0.update, $0.deadlineMs) }
    let update = try Update(text)
    let milliseconds = try asked ?? exchange.number("deadline_ms", in: 1...Self.longest) ?? Self.usual
    let isDry = try exchange.flag("dry_run")
    try await bringPredictor(for: text)
    let user = Int(exchange.peer.user)
    var options = QueryOptions()
    options.limits = QueryLimits(time: .milliseconds(milliseconds), bytes: 256 << 20, rows: 5_000_000)
    let chosen = options
    do {
      let shape = try await store.write { [self] writer in
        let report = try update.apply(to: StoreTarget(writer, by: user, configure: equip), options: chosen)
        let names = GraphNames(reader: writer.reader)
        let shape = GraphChangeShape(
          operations: update.count, inserted: report.inserted, removed: report.removed,
          contradictions: try writer.standingContradictions().map { try names.contradiction($0) }, dryRun: isDry)
        if isDry { throw Tried(shape: shape) }
        return shape
      }
      if shape.inserted + shape.removed > 0 { try await worker.refreshInference() }
      return try .json(200, shape)
    } catch let tried as Tried {
      return try .json(200, tried.shape)
    }
  }

  /// Gives a query's source what only the daemon has: the encoder of texts, and predicted links.
  func equip(_ source: StoreSource) {
    if let encoder = models.encoder.model { source.encoding = { try encoder.encode($0) } }
    source.predictor = linkPredictor.withLock { $0 }
  }

  private func query(_ exchange: Exchange) async throws -> Response {
    let (text, asked) = try Self.text(of: exchange, Self.queryTypes) { try $0.decoded(QueryRequest.self) } parts: { ($0.query, $0.deadlineMs) }
    let query = try Query(text)
    let milliseconds = try asked ?? exchange.number("deadline_ms", in: 1...Self.longest) ?? Self.usual
    let limit = try exchange.number("limit", in: 1...100_000)
    let cursor = try exchange.request.query["cursor"].map { text throws(RequestError) in try PageCursor(text) } ?? PageCursor(offset: 0)
    try await bringPredictor(for: text)
    let isGraph = query.form == .construct || query.form == .describe
    let format = try Self.format(of: exchange, isGraph: isGraph)
    let path = try OwnFile.temporaryPath(in: configuration.state)
    do {
      let file = try OwnFile(path)
      var options = QueryOptions()
      options.limits = QueryLimits(time: .milliseconds(milliseconds), bytes: 256 << 20, rows: 5_000_000)
      let chosen = options
      try await store.read(deadline: .now + .milliseconds(milliseconds)) { [self] reader in
        let source = try StoreSource(reader)
        equip(source)
        switch format {
        case .graph(let format): try Self.write(query, source, chosen, format, to: file)
        case .rows(let format):
          if query.form == .ask {
            try file.append(ResultWriter.bytes(try query.ask(on: source, options: chosen), format: format))
          } else {
            try Self.write(query, source, chosen, format, from: cursor.offset, limit: limit, to: file)
          }
        }
      }
    } catch {
      OwnFile.remove(path)
      throw error
    }
    return .file(path: path, contentType: format.mediaType)
  }

  private static let queryTypes = (bare: "application/sparql-query", name: "query")
  private static let updateTypes = (bare: "application/sparql-update", name: "update")

  /// The text as it is, or in JSON with its deadline.
  private static func text<Shape>(
    of exchange: Exchange, _ type: (bare: String, name: String), _ decode: (Exchange) throws -> Shape, parts: (Shape) -> (String, Int?)
  ) throws -> (String, deadline: Int?) {
    let given = (exchange.request.headers["Content-Type"] ?? type.bare).prefix { $0 != ";" }.lowercased()
    switch given {
    case type.bare, "text/plain":
      guard let text = String(validating: exchange.request.body, as: UTF8.self) else {
        throw RequestError(400, type.name, "the \(type.name) is not UTF-8")
      }
      return (text, nil)
    case "application/json":
      let (text, deadline) = parts(try decode(exchange))
      if let deadline, !(1...longest).contains(deadline) {
        throw RequestError(400, type.name, "deadline_ms must be a number from 1 to \(longest)", parameter: "deadline_ms")
      }
      return (text, deadline)
    default:
      throw RequestError(
        415, "content_type", "the \(type.name) is \(type.bare), or application/json with \"\(type.name)\"; not \(given.prefix(64))")
    }
  }

  private enum Format {
    case rows(ResultFormat)
    case graph(RDFFormat)

    var mediaType: String {
      switch self {
      case .rows(let format): format.mediaType
      case .graph(let format): format.mediaType
      }
    }
  }

  private static func format(of exchange: Exchange, isGraph: Bool) throws -> Format {
    let name = exchange.request.query["format"]
    if isGraph {
      // A person's table, and a program's JSON, of triples are their lines.
      switch name ?? "nt" {
      case "nt", "table", "json": return .graph(.ntriples)
      case "ttl": return .graph(.turtle)
      case let other: throw RequestError(400, "format", "the format of triples must be nt or ttl, not \(other.prefix(32))", parameter: "format")
      }
    }
    if let name {
      guard let format = ResultFormat(rawValue: name) else {
        throw RequestError(400, "format", "format must be table, json, csv or tsv, not \(name.prefix(32))", parameter: "format")
      }
      return .rows(format)
    }
    let accepted = exchange.request.headers["Accept"] ?? ""
    return .rows(accepted.contains("text/csv") ? .csv : accepted.contains("text/tab-separated-values") ? .tsv : .json)
  }

  private static func write(
    _ query: Query, _ source: StoreSource, _ options: QueryOptions, _ format: ResultFormat, from first: Int, limit: Int?, to file: OwnFile
  ) throws {
    var writer = ResultWriter(format, columns: query.columns)
    var count = 0
    var hasMore = false
    try query.solutions(on: source, options: options) { row in
      count += 1
      if count <= first { return true }
      if let limit, count > first + limit {
        hasMore = true
        return false
      }
      writer.write(row)
      if writer.pendingBytes >= 64 << 10 { try file.append(writer.takeBytes()) }
      return true
    }
    let next = hasMore && first + (limit ?? 0) <= PageCursor.most ? PageCursor(offset: first + (limit ?? 0)).text : nil
    writer.finish(next: next)
    try file.append(writer.takeBytes())
  }

  private static func write(_ query: Query, _ source: StoreSource, _ options: QueryOptions, _ format: RDFFormat, to file: OwnFile) throws {
    var writer = RDFWriter(format: format)
    try query.triples(on: source, options: options) { triple in
      writer.write(triple)
      if writer.pendingBytes >= 64 << 10 { try file.append(writer.takeBytes()) }
      return true
    }
    writer.finish()
    try file.append(writer.takeBytes())
  }
}
