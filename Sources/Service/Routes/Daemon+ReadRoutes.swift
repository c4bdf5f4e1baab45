import Wire

extension Daemon {
  func readRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/read") { [self] exchange, _ in try await read(exchange) }]
  }

  /// The body is the picture, or the PDF, itself.
  private func read(_ exchange: Exchange) async throws -> Response {
    guard !exchange.request.body.isEmpty else { throw RequestError(400, "body", "the body must be a picture (PNG or JPEG) or a PDF") }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    let reply = ReadReply(try await pictures.read(exchange.request.body))
    guard !reply.text.isEmpty else {
      throw RequestError(422, "no_text", "no text can be read in this picture; give a sharper, larger or less tilted one")
    }
    return try .json(200, reply)
  }
}
