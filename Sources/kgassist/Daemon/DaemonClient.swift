import Foundation
import Glibc
import Wire

/// Requests to the daemon and their replies as values.
struct DaemonClient {
  let socketPath: String

  /// The socket that the settings name; where they name none, the service's if only that one is there.
  init() throws {
    let settings = try Settings.ofProcess(flags: [:])
    socketPath = Self.socket(settings)
  }

  static func socket(_ settings: Settings) -> String {
    let path = settings.text(.socket)
    guard settings[.socket].origin == .standard, unsafe access(path, F_OK) != 0,
      unsafe access(Settings.serviceSocket, F_OK) == 0
    else { return path }
    return Settings.serviceSocket
  }

  func get<T: Decodable>(_ path: [String], _ query: [String: String] = [:], as type: T.Type) throws -> T {
    try decoded(request("GET", path, query), as: type)
  }

  func delete<T: Decodable>(_ path: [String], _ query: [String: String] = [:], as type: T.Type) throws -> T {
    try decoded(request("DELETE", path, query), as: type)
  }

  /// Bytes as they are, with what is said of them in the query.
  func send<T: Decodable>(_ path: [String], _ query: [String: String], bytes: [UInt8], as type: T.Type) throws -> T {
    try decoded(request("POST", path, query, body: bytes, contentType: "application/octet-stream"), as: type)
  }

  /// A file of any size, read piece by piece while it is sent.
  func send<T: Decodable>(_ path: [String], _ query: [String: String], file: String, as type: T.Type) throws -> T {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw Failure("\(file) cannot be read; do you have the right to?", exitCode: ExitCode.notPermitted)
    }
    let size = Int(clamping: try handle.seekToEnd())
    let head = request("POST", path, query, contentType: "application/octet-stream").serialisedHead(contentLength: size)
    var out: [UInt8] = []
    try perform({ socket in
      try handle.seek(toOffset: 0)
      socket.send(head)
      var bar = ProgressBar()
      var sent = 0
      // No more than was announced, should the file grow meanwhile.
      while sent < size, let piece = try handle.read(upToCount: min(1 << 20, size - sent)), !piece.isEmpty, socket.send([UInt8](piece)) {
        sent += piece.count
        if size > 32 << 20 { bar.show(sent >> 20, of: size >> 20, "MiB") }
      }
      bar.clear()
    }) { out += $0 }
    return try decoded(out, as: type)
  }

  func post<T: Decodable>(_ path: [String], _ body: some Encodable, as type: T.Type) throws -> T {
    try decoded(request("POST", path, body: WireJSON.encode(body), contentType: "application/json"), as: type)
  }

  /// The whole body of a reply that is not an error.
  ///
  /// A daemon that still loads its models is waited for.
  func request(
    _ method: String, _ path: [String], _ query: [String: String] = [:], body: [UInt8] = [], contentType: String? = nil
  ) throws -> [UInt8] {
    var out: [UInt8] = []
    try perform(method, path, query, body: body, contentType: contentType) { out += $0 }
    return out
  }

  /// As ``request(_:_:_:body:contentType:)``, the body given in pieces as they come.
  func perform(
    _ method: String, _ path: [String], _ query: [String: String] = [:], body: [UInt8] = [], contentType: String? = nil,
    _ take: ([UInt8]) throws -> Void
  ) throws {
    let bytes = request(method, path, query, body: body, contentType: contentType).serialised()
    try perform({ $0.send(bytes) }, take)
  }

  private func request(_ method: String, _ path: [String], _ query: [String: String], body: [UInt8] = [], contentType: String?) -> HTTPRequest {
    var headers = HTTPHeaders()
    headers.append("Connection", "close")
    if let contentType { headers.append("Content-Type", contentType) }
    return HTTPRequest(method: method, path: path, query: query, headers: headers, body: body)
  }

  /// What `send` sends, made again while the daemon is loading.
  private func perform(_ send: (DaemonSocket) throws -> Void, _ take: ([UInt8]) throws -> Void) throws {
    let patience = Date().addingTimeInterval(60)
    while try !attempt(send, mayWait: Date() < patience, take) { usleep(200_000) }
  }

  /// The events of a stream.
  func events(_ path: [String], _ body: some Encodable, _ take: (ServerSentEvent) throws -> Void) throws {
    try events(path, [:], bytes: WireJSON.encode(body), contentType: "application/json", take)
  }

  /// The same for bytes as they are, with what is said of them in the query.
  func events(
    _ path: [String], _ query: [String: String], bytes: [UInt8], contentType: String = "application/octet-stream",
    _ take: (ServerSentEvent) throws -> Void
  ) throws {
    var parser = ServerSentEventParser()
    try perform("POST", path, query, body: bytes, contentType: contentType) { bytes in
      for event in parser.take(bytes) {
        if event.name == "error" {
          let body = try? WireJSON.decode(ErrorBody.self, from: Array(event.data.utf8))
          throw Failure(status: Self.status(of: body), body)
        }
        try take(event)
      }
    }
  }

  /// - Returns: false where the daemon is loading and the request is to be made again.
  private func attempt(_ send: (DaemonSocket) throws -> Void, mayWait: Bool, _ take: ([UInt8]) throws -> Void) throws -> Bool {
    let socket = try DaemonSocket(socketPath)
    try send(socket)
    var parser = HTTPReplyParser()
    var problem: (status: Int, retryAfter: String?)?
    var problemBody: [UInt8] = []
    while true {
      while let part = try parser.next() {
        switch part {
        case .head(let status, let headers):
          if status >= 400 { problem = (status, headers["Retry-After"]) }
        case .body(let piece): if problem == nil { try take(piece) } else { problemBody += piece }
        case .end: return try Self.end(problem, problemBody, mayWait: mayWait)
        }
      }
      let received = try socket.receive()
      if received.isEmpty {
        guard case .end = try parser.finish() else { return true }
        return try Self.end(problem, problemBody, mayWait: mayWait)
      }
      parser.append(received)
    }
  }

  private static func end(_ problem: (status: Int, retryAfter: String?)?, _ body: [UInt8], mayWait: Bool) throws -> Bool {
    guard let problem else { return true }
    let shape = try? WireJSON.decode(ErrorBody.self, from: body)
    if shape?.error.code == "loading", mayWait { return false }
    throw Failure(status: problem.status, shape, retryAfter: problem.retryAfter)
  }

  /// An event carries no status; its code tells.
  private static func status(of body: ErrorBody?) -> Int {
    if let code = body?.error.code, ["undecodable", "no_speech", "no_text"].contains(code) { return 422 }
    switch body?.error.type {
    case "timeout_error": return 504
    case "overloaded_error": return 503
    case "not_found_error": return 404
    case "invalid_request_error": return 400
    default: return 500
    }
  }

  private func decoded<T: Decodable>(_ bytes: [UInt8], as type: T.Type) throws -> T {
    do throws(WireJSONError) {
      return try WireJSON.decode(type, from: bytes)
    } catch {
      throw Failure("the daemon's reply is not understood (\(error.message)); do kgassist and kgassistd have the same version?")
    }
  }
}
