import Foundation
import KnowledgeGraph
import RDF
import SPARQL
import Wire

/// SPARQL over the socket. Rows go into a file of the daemon's own while the query runs, so that an answer of any size takes little memory and
/// holds the store's snapshot no longer than it must.
extension Daemon {
  /// What a query may use unless it asks for less.
  private static let longest = 600_000
  private static let usual = 30_000

  func queryRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/graph/query") { [self] exchange, _ in try await query(exchange) }]
  }

  private func query(_ exchange: Exchange) async throws -> Response {
    let (text, asked) = try Self.text(of: exchange)
    let query = try Query(text)
    let milliseconds = try asked ?? exchange.number("deadline_ms", in: 1...Self.longest) ?? Self.usual
    let limit = try exchange.number("limit", in: 1...100_000)
    let cursor = try exchange.request.query["cursor"].map { text throws(RequestError) in try PageCursor(text) } ?? PageCursor(offset: 0)
    let isGraph = query.form == .construct || query.form == .describe
    let format = try Self.format(of: exchange, isGraph: isGraph)
    let path = try OwnFile.temporaryPath(in: configuration.state)
    do {
      let file = try OwnFile(path)
      var options = QueryOptions()
      options.limits = QueryLimits(time: .milliseconds(milliseconds), bytes: 256 << 20, rows: 5_000_000)
      let chosen = options
      try await store.read(deadline: .now + .milliseconds(milliseconds)) { reader in
        let source = try StoreSource(reader)
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

  /// The query as it is, or in JSON with its deadline.
  private static func text(of exchange: Exchange) throws -> (String, deadline: Int?) {
    let type = (exchange.request.headers["Content-Type"] ?? "application/sparql-query").prefix { $0 != ";" }.lowercased()
    switch type {
    case "application/sparql-query", "text/plain":
      guard let text = String(validating: exchange.request.body, as: UTF8.self) else {
        throw RequestError(400, "query", "the query is not UTF-8")
      }
      return (text, nil)
    case "application/json":
      let shape = try exchange.decoded(QueryRequest.self)
      if let deadline = shape.deadlineMs, !(1...longest).contains(deadline) {
        throw RequestError(400, "query", "deadline_ms must be a number from 1 to \(longest)", parameter: "deadline_ms")
      }
      return (shape.query, shape.deadlineMs)
    default:
      throw RequestError(415, "content_type", "a query is application/sparql-query, or application/json with \"query\"; not \(type.prefix(64))")
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
