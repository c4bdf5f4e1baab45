import Foundation
import KnowledgeGraph
import Media
import Perception
import Wire

extension Daemon {
  func speechRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/transcribe") { [self] exchange, _ in try await transcribe(exchange) }]
  }

  /// A recording's bytes as the body; `stream=1` gives its segments as they are heard.
  private func transcribe(_ exchange: Exchange) async throws -> Response {
    guard !exchange.request.body.isEmpty else { throw RequestError(400, "body", "the recording's bytes are needed as the body") }
    var settings = SpeechSettings()
    settings.beamSize = try exchange.number("beam", in: 1...16) ?? settings.beamSize
    settings.language = exchange.request.query["language"]
    let isStreamed = try exchange.flag("stream"), usesTerms = try !exchange.flag("plain")
    let domain = try domain(exchange.request.query["domain"])
    let hearing = try await hearing()
    let turn = try await takeTurn(exchange, deadline: nil)
    let samples = try await SoundReader().samples(of: exchange.request.body)
    if usesTerms { settings.terms = try await spokenTerms(domain: domain, hearing) }
    let chosen = settings
    if isStreamed {
      return .events { exchange in
        defer { turn.end() }
        let whole = try await Self.hear(samples, hearing, chosen) { try await exchange.send($0) }
        try await exchange.send(ServerSentEvent(name: "done", json: whole))
      }
    }
    defer { turn.end() }
    return try .json(200, try await Self.hear(samples, hearing, chosen) { _ in })
  }

  /// One recording from its first event to its last.
  private static func hear(
    _ samples: [Float], _ recognizer: SpeechRecognizer, _ settings: SpeechSettings, _ tell: (ServerSentEvent) async throws -> Void
  ) async throws -> TranscriptShape {
    var segments: [TranscriptShape.Segment] = []
    for try await event in recognizer.transcribe(samples, settings: settings) {
      switch event {
      case .progress(let done, let total):
        try await tell(ServerSentEvent(name: "progress", json: TranscriptShape.Progress(done: done, total: total)))
      case .segment(let heard):
        let segment = TranscriptShape.Segment(
          start: (heard.start * 100).rounded() / 100, end: (heard.end * 100).rounded() / 100, text: heard.text,
          logProbability: heard.logProbability, noSpeech: heard.noSpeech)
        segments.append(segment)
        try await tell(ServerSentEvent(name: "segment", json: segment))
      }
    }
    try Task.checkCancellation()
    guard segments.contains(where: { $0.text.contains { $0.isLetter || $0.isNumber } }) else {
      throw RequestError(422, "no_speech", "nobody can be heard to speak in this recording; give one with speech")
    }
    return TranscriptShape(
      text: segments.map(\.text).joined().trimmingCharacters(in: .whitespaces),
      duration: Double(samples.count) / Double(SoundReader.sampleRate), model: recognizer.name, segments: segments)
  }

  /// The one who hears, or why there is none.
  func hearing() async throws(RequestError) -> SpeechRecognizer {
    switch await models.speechSettled() {
    case .ready(let recognizer): return recognizer
    case .absent(let problem): throw RequestError(503, "speech_missing", problem, retryAfter: 60)
    case .loading: throw RequestError(503, "loading", "the speech model is being loaded; try again in a few seconds", retryAfter: 2)
    }
  }
}
