import Foundation
import Generation
import Perception
import Synchronization
import Tokenizers
import Wire

extension Daemon {
  func openAIRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/v1/models") { [self] _, _ in try .json(200, ModelList(data: modelList())) },
      Router.Route("POST", "/v1/embeddings") { [self] exchange, _ in try await embeddings(exchange) },
      Router.Route("POST", "/v1/embeddings/image") { [self] exchange, _ in try await imageEmbedding(exchange) },
      Router.Route("POST", "/v1/chat/completions") { [self] exchange, _ in try await completions(exchange) },
    ]
  }

  private func modelList() -> [ModelList.Model] {
    let (encoder, decoder) = (models.encoder, models.decoder)
    return [
      ModelList.Model(
        id: encoder.model?.name ?? ModelShelf.encoderFolder, role: "encoder", state: encoder.name, message: encoder.problem),
      ModelList.Model(
        id: decoder.model?.modelName ?? configuration.decoder ?? ModelShelf.standardDecoder, role: "decoder",
        state: decoder.name, message: decoder.problem),
      ModelList.Model(
        id: "fusion", role: "reader", state: questionReader.reader == nil ? "missing" : "ready", message: questionReader.problem),
      ModelList.Model(
        id: "spelling", role: "linker", state: shippedWeights.linker == nil ? "missing" : "ready", message: shippedWeights.linkerProblem),
      ModelList.Model(
        id: "pictures", role: "picture ranker", state: shippedWeights.pictures == nil ? "missing" : "ready", message: shippedWeights.picturesProblem),
    ] + ranker + trainedModels()
  }

  /// The weights that rank passages, where there are any.
  private var ranker: [ModelList.Model] {
    guard shippedWeights.ranker != nil || shippedWeights.rankerProblem != nil else { return [] }
    return [ModelList.Model(id: "passages", role: "ranker", state: shippedWeights.ranker == nil ? "unavailable" : "ready", message: shippedWeights.rankerProblem)]
  }

  /// Adapters, classifiers and decoders of the state folder.
  private func trainedModels() -> [ModelList.Model] {
    [TrainedFolder.Kind.adapter, .classifier, .decoder].flatMap { kind in
      let folder = TrainedFolder(kind, state: configuration.state)
      let loaded = kind == .decoder ? models.decoder.model?.modelName : nil
      return folder.names().filter { $0 != loaded }.map { ModelList.Model(id: $0, role: kind.rawValue, state: "ready", message: nil, base: folder.record($0)?.base) }
    }
  }

  private func embeddings(_ exchange: Exchange) async throws -> Response {
    let asked = try exchange.decoded(EmbeddingsRequest.self)
    guard (1...2048).contains(asked.input.count), asked.input.allSatisfy({ !$0.isEmpty }) else {
      throw RequestError(400, "input", "input must hold 1 to 2048 texts, none of them empty", parameter: "input")
    }
    guard asked.encodingFormat == nil || asked.encodingFormat == "float" else {
      throw RequestError(400, "encoding_format", "only the encoding format float is offered", parameter: "encoding_format")
    }
    let encoder: ModelShelf.State = models.encoder
    guard let model = encoder.model else {
      throw RequestError(
        503, encoder.isLoading ? "loading" : "encoder_missing",
        encoder.problem ?? "the text encoder is being loaded; try again in a few seconds", retryAfter: 2)
    }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    let vectors = try model.encode(asked.input)
    let tokens = asked.input.reduce(0) { $0 + model.tokenIDs($1).count }
    return try .json(
      200,
      EmbeddingsReply(
        data: vectors.enumerated().map { EmbeddingsReply.Embedding(index: $0.offset, embedding: $0.element) },
        model: model.name, usage: UsageShape(promptTokens: tokens, completionTokens: 0, totalTokens: tokens)))
  }

  /// The body is the picture itself; the vector is that of the encoder which the settings name.
  private func imageEmbedding(_ exchange: Exchange) async throws -> Response {
    guard !exchange.request.body.isEmpty else { throw RequestError(400, "body", "the body must be a picture (PNG or JPEG)") }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    let (name, vector) = try await imageEncoder.encode(exchange.request.body)
    return try .json(
      200,
      EmbeddingsReply(
        data: [EmbeddingsReply.Embedding(index: 0, embedding: vector)], model: name,
        usage: UsageShape(promptTokens: 0, completionTokens: 0, totalTokens: 0)))
  }

  private func completions(_ exchange: Exchange) async throws -> Response {
    let asked = try await withTexts(try exchange.decoded(ChatCompletionRequest.self), exchange)
    let request = try GenerationRequest(asked, user: exchange.peer.user)
    // A model of an adapter's name is the decoder with that adapter, one of a trained decoder's name that decoder; other names are the
    // loaded decoder's.
    let adapter = asked.model.flatMap { adapters.folder.names().contains($0) ? $0 : nil }
    let trained = adapter == nil ? asked.model.flatMap { decoders.folder.names().contains($0) ? $0 : nil } : nil
    let generator = try await generator(adapter.map { [$0] } ?? [], decoder: trained)
    let turn = try await takeTurn(exchange, deadline: nil)
    let completion = Completion(
      id: "chatcmpl-" + UUID().uuidString.lowercased(), created: Int(Date().timeIntervalSince1970),
      model: generator.modelName)
    if asked.stream ?? false {
      return .events { [self] exchange in
        defer { turn.end() }
        try await exchange.send(ServerSentEvent(name: nil, json: completion.chunk(role: "assistant", text: "")))
        let end = try await generate(request, generator) { text in
          try await exchange.send(ServerSentEvent(name: nil, json: completion.chunk(role: nil, text: text)))
        }
        try await exchange.send(ServerSentEvent(name: nil, json: completion.lastChunk(end)))
        try await exchange.send(ServerSentEvent(name: nil, data: "[DONE]"))
      }
    }
    defer { turn.end() }
    let text = Mutex("")
    let end = try await generate(request, generator) { piece in text.withLock { $0 += piece } }
    return try .json(200, completion.whole(text.withLock { $0 }, end))
  }

  /// The request with its recordings as what is said in them, and its pictures as what is written there.
  private func withTexts(_ asked: ChatCompletionRequest, _ exchange: Exchange) async throws -> ChatCompletionRequest {
    let perceived: Set = ["input_audio", "image_url"]
    guard asked.messages.contains(where: { $0.content.parts.contains { perceived.contains($0.type) } }) else { return asked }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    var asked = asked
    for message in asked.messages.indices {
      for part in asked.messages[message].content.parts.indices where perceived.contains(asked.messages[message].content.parts[part].type) {
        let attachment = try asked.messages[message].content.parts[part].attachment(name: "messages.\(message).content")
        let read = try await perceive([attachment], with: "", domain: nil)
        asked.messages[message].content.parts[part] = .init(type: "text", text: "\n\(read.heard ?? read.seen ?? "")\n")
      }
    }
    return asked
  }

  private func generate(
    _ request: GenerationRequest, _ generator: TextGenerator, _ tell: (String) async throws -> Void
  ) async throws -> Completion.End {
    for try await event in generator.generate(request) {
      switch event {
      case .text(let text): try await tell(text)
      case .finished(let reason, let promptTokens, let completionTokens):
        try Task.checkCancellation()
        metrics.countTokens(prompt: promptTokens, completion: completionTokens)
        return Completion.End(reason: reason, promptTokens: promptTokens, completionTokens: completionTokens)
      }
    }
    throw CancellationError()
  }
}

extension ChatCompletionRequest.Part {
  /// A recording or picture as the attachment of a question.
  fileprivate func attachment(name: String) throws(RequestError) -> Attachment {
    if type == "input_audio" {
      guard let inputAudio else { throw RequestError(400, "unsupported", "a part of type input_audio needs input_audio.data", parameter: name) }
      return Attachment(mediaType: "audio/\(inputAudio.format ?? "wav")", data: inputAudio.data)
    }
    let prefix = "data:", mark = ";base64,"
    guard let url = imageURL?.url, url.hasPrefix(prefix), let cut = url.range(of: mark) else {
      throw RequestError(400, "unsupported", "a part of type image_url needs a data URL (data:image/png;base64,…); nothing is fetched", parameter: name)
    }
    return Attachment(mediaType: String(url[url.index(url.startIndex, offsetBy: prefix.count)..<cut.lowerBound]), data: String(url[cut.upperBound...]))
  }
}
