import Wire

/// Finds the route of a request by its method and path.
struct Router: Sendable {
  typealias Handler = @Sendable (Exchange, [String]) async throws -> Response

  struct Route: Sendable {
    let method: String
    /// Segments; `*` takes any one, and is given to the handler.
    let pattern: [String]
    /// Whether the caller must have the right to write.
    let writes: Bool
    /// Whether a body may be larger than memory allows; it then lies in a file.
    let takesFiles: Bool
    let handler: Handler

    init(_ method: String, _ path: String, writes: Bool = false, takesFiles: Bool = false, _ handler: @escaping Handler) {
      self.method = method
      pattern = path.split(separator: "/").map(String.init)
      self.writes = writes
      self.takesFiles = takesFiles
      self.handler = handler
    }

    func match(_ path: [String]) -> [String]? {
      guard path.count == pattern.count else { return nil }
      var taken: [String] = []
      for (wanted, given) in zip(pattern, path) {
        if wanted == "*" {
          guard !given.isEmpty else { return nil }
          taken.append(given)
        } else if wanted != given {
          return nil
        }
      }
      return taken
    }
  }

  let routes: [Route]
  let rights: Rights
  let spool: BodySpool

  /// The route's name for metrics, of a bounded set of names.
  func name(of request: HTTPRequest) -> String {
    let route = routes.first { $0.method == request.method && $0.match(request.path) != nil }
    return route.map { "/" + $0.pattern.joined(separator: "/") } ?? "other"
  }

  func respond(to exchange: Exchange) async throws -> Response {
    let request = exchange.request
    let candidates = routes.compactMap { route in route.match(request.path).map { (route, $0) } }
    guard !candidates.isEmpty else {
      throw RequestError(404, "no_such_path", "there is nothing at \(request.pathText.prefix(200))")
    }
    guard let (route, taken) = candidates.first(where: { $0.0.method == request.method }) else {
      let methods = Set(candidates.map(\.0.method)).sorted().joined(separator: ", ")
      throw RequestError(405, "method", "\(request.pathText.prefix(200)) takes \(methods), not \(request.method)")
    }
    if route.writes, let refusal = refusal(of: exchange.peer) { throw RequestError(refusal) }
    return try await route.handler(exchange, taken)
  }

  /// Takes a body that is too large for memory, where the route does and the caller may.
  func openSink(_ method: String, _ path: [String], _ length: Int, for peer: PeerCredentials) throws(HTTPProblem) -> any HTTPBodySink {
    guard let route = routes.first(where: { $0.method == method && $0.match(path) != nil }), route.takesFiles else {
      throw HTTPProblem(413, "body_too_large", "the body has \(length) bytes; at most \(HTTPLimits.contract.body) are taken here")
    }
    if let refusal = refusal(of: peer) { throw refusal }
    return try spool.open(length)
  }

  private func refusal(of peer: PeerCredentials) -> HTTPProblem? {
    rights.mayWrite(peer)
      ? nil
      : HTTPProblem(
        403, "not_permitted",
        "user \(peer.user) may ask, not change what is stored; join the group \(Rights.groupName) (sudo usermod -aG \(Rights.groupName) $USER) and log in again")
  }
}
