import Wire

/// A request that is answered with an error.
struct RequestError: Error, Sendable, CustomStringConvertible {
  let status: Int
  let code: String
  let message: String
  var parameter: String?
  /// Seconds after which the same request may succeed.
  var retryAfter: Int?

  init(_ status: Int, _ code: String, _ message: String, parameter: String? = nil, retryAfter: Int? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.parameter = parameter
    self.retryAfter = retryAfter
  }

  var description: String { message }

  var body: ErrorBody {
    ErrorBody(message: message, type: ErrorBody.type(forStatus: status), param: parameter, code: code)
  }

  var reply: HTTPReply {
    var reply =
      (try? HTTPReply.json(status, body)) ?? HTTPReply(status: status, contentType: "application/json", body: [])
    if let retryAfter { reply.headers.append("Retry-After", String(retryAfter)) }
    return reply
  }

  static func notFound(_ what: String) -> RequestError { RequestError(404, "not_found", "there is no \(what)") }
}
