import Perception
import Wire

extension Daemon {
  func classifyRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/classify") { [self] exchange, _ in try await classify(exchange) }]
  }

  private func classify(_ exchange: Exchange) async throws -> Response {
    let asked = try exchange.decoded(ClassifyRequest.self)
    guard (1...2048).contains(asked.input.count), asked.input.allSatisfy({ !$0.isEmpty }) else {
      throw RequestError(400, "input", "input must hold 1 to 2048 texts, none of them empty", parameter: "input")
    }
    _ = try classifiers.folder.found(asked.model)
    guard let encoder = await models.encoderSettled() else {
      throw RequestError(503, "encoder_missing", models.encoder.problem ?? "the text encoder is missing", retryAfter: 60)
    }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    let classifier = try await classifiers.classifier(asked.model, encoder: encoder)
    let results = try classifier.probabilities(asked.input).map { probabilities in
      ClassifyReply.Result(
        scores: zip(classifier.settings.labels, probabilities).map { .init(label: $0, probability: $1) }.sorted { $0.probability > $1.probability })
    }
    return try .json(200, ClassifyReply(model: asked.model, results: results))
  }
}
