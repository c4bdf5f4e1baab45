import Answering
import KnowledgeGraph
import Wire

extension Daemon {
  func askRoutes() -> [Router.Route] {
    [
      Router.Route("POST", "/v1/ask") { [self] exchange, _ in try await ask(exchange) },
      Router.Route("POST", "/v1/search") { [self] exchange, _ in try await search(exchange) },
    ]
  }

  private func ask(_ exchange: Exchange) async throws -> Response {
    let arrived = ContinuousClock.now
    let asked = try exchange.decoded(AskRequest.self)
    guard asked.question.contains(where: { $0.isLetter || $0.isNumber }) || asked.attachments?.isEmpty == false else {
      throw RequestError(400, "question", "the question has no words", parameter: "question")
    }
    var question = Question(text: asked.question, domain: try domain(asked.domain), extractive: asked.extractive ?? false)
    question.user = exchange.peer.user
    question.maxTokens = try checked(asked.maxTokens, in: 1...4096, "max_tokens")
    let milliseconds = try checked(asked.deadlineMs, in: 1...3_600_000, "deadline_ms")
    question.deadline = milliseconds.map { arrived + .milliseconds($0) }
    let conversation = asked.conversation.map { Conversations.Key(user: exchange.peer.user, name: $0) }
    if let conversation {
      guard (1...128).contains(conversation.name.utf8.count) else {
        throw RequestError(400, "conversation", "a conversation's name has 1 to 128 bytes", parameter: "conversation")
      }
      question.history = conversations.history(conversation)
    }
    let answerer = try await answering(with: asked.adapter?.values ?? [], decoder: asked.decoder)
    // The turn is taken before a stream begins, so that a full queue can still answer 503.
    let turn = try await takeTurn(exchange, deadline: question.deadline)
    let began = ContinuousClock.now
    let domain = question.domain
    let perceived = try await Deadline.run(until: question.deadline) { [self] in
      try await perceive(asked.attachments, with: asked.question, domain: domain)
    }
    question.text = perceived.question
    question.attached = perceived.attached
    let asking = Asking(
      question: question, conversation: conversation, perceived: perceived,
      perceiving: asked.attachments?.isEmpty == false ? .now - began : .zero)
    if asked.stream ?? false {
      return .events { [self] exchange in
        defer { turn.end() }
        _ = try await run(asking, answerer) { event in
          if let event = try await self.wireEvent(event, asking) { try await exchange.send(event) }
        }
      }
    }
    defer { turn.end() }
    return try .json(200, try await reply(try await run(asking, answerer) { _ in }, to: asking))
  }

  func takeTurn(_ exchange: Exchange, deadline: ContinuousClock.Instant?) async throws -> AskQueue.Turn {
    do throws(RequestError) {
      return try await queue.takeTurn(
        user: exchange.peer.user, expectedSeconds: max(1, metrics.current.askTimes.mean), deadline: deadline)
    } catch {
      metrics.countAsk(error.code == "busy" ? "refused" : error.code)
      throw error
    }
  }

  /// One answer from its first event to its last, counted.
  private func run(
    _ asking: Asking, _ answerer: any QuestionAnswering, _ tell: @escaping @Sendable (AnswerEvent) async throws -> Void
  ) async throws -> Answer {
    let began = ContinuousClock.now
    do {
      let answer = try await Deadline.run(until: asking.question.deadline) {
        var answer: Answer?
        for try await event in answerer.answer(asking.question) {
          if case .done(let whole) = event { answer = whole }
          try await tell(event)
        }
        try Task.checkCancellation()
        return answer
      }
      guard let answer else { throw RequestError(500, "no_answer", "the answer ended without an end; ask again") }
      metrics.countAsk(
        answer.outcome.rawValue, time: .now - began, promptTokens: answer.usage.promptTokens,
        completionTokens: answer.usage.completionTokens)
      if let conversation = asking.conversation {
        conversations.add(Turn(question: asking.question.text, answer: answer.answer), to: conversation)
      }
      return answer
    } catch {
      let problem = RequestError(error)
      let isGone = Task.isCancelled || error is Channel.Failure
      metrics.countAsk(isGone ? "cancelled" : problem.status == 504 ? "deadline" : "failed", time: .now - began)
      throw problem
    }
  }

  private func wireEvent(_ event: AnswerEvent, _ asking: Asking) async throws -> ServerSentEvent? {
    switch event {
    case .evidence(let evidence): try ServerSentEvent(name: "evidence", json: SearchReply(evidence))
    case .token(let text): try ServerSentEvent(name: "token", json: TokenEvent(text: text))
    case .citation(let citation): try ServerSentEvent(name: "citation", json: try await located([citation], asking.perceived)[0])
    case .done(let answer): try ServerSentEvent(name: "done", json: try await reply(answer, to: asking))
    }
  }

  private func search(_ exchange: Exchange) async throws -> Response {
    let asked = try exchange.decoded(SearchRequest.self)
    let k = try checked(asked.k, in: 1...1000, "k") ?? 8
    let domain = try domain(asked.domain)
    let answerer = try answering()
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    let perceived = try await perceive(asked.attachments, with: asked.question, domain: domain)
    var question = Question(text: perceived.question, domain: domain)
    question.attached = perceived.attached
    return try .json(200, SearchReply(try await answerer.search(question, k: k)))
  }

  func domain(_ name: String?) throws(RequestError) -> Domain? {
    guard let name, !name.isEmpty else { return nil }
    guard let domain = Domain(rawValue: name) else {
      let known = Domain.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError(400, "domain", "there is no domain \(name.prefix(64)); there are \(known)", parameter: "domain")
    }
    return domain
  }

  private func checked(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws(RequestError) -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw RequestError(
        400, "out_of_range", "\(name) must be from \(range.lowerBound) to \(range.upperBound)", parameter: name)
    }
    return value
  }
}
