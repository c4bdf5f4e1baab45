import Glibc
import Synchronization
import Wire

/// One client: its bytes to requests, the answers back, until one side is done.
///
/// While a request is worked on nothing is read; when the client goes away meanwhile, the work is cancelled by the event
/// loop's thread, without a detour over tasks that may be waiting for a processor.
final class Connection: Sendable {
  private struct State {
    var isBusy = false
    var isEnding = false
    var task: Task<Void, Never>?
  }

  private let channel: Channel
  private let router: Router
  private let metrics: Metrics
  private let timeouts: Timeouts
  private let state = Mutex(State())
  private let headDeadline = Mutex<ContinuousClock.Instant?>(nil)

  init(_ channel: Channel, router: Router, metrics: Metrics, timeouts: Timeouts) {
    self.channel = channel
    self.router = router
    self.metrics = metrics
    self.timeouts = timeouts
  }

  /// Serves the client to its end.
  func run() async {
    let task = Task { await serve() }
    let isEnding = state.withLock { state in
      state.task = task
      return state.isEnding && !state.isBusy
    }
    if isEnding { task.cancel() }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    channel.leaveLoop()
    shutdown(channel.descriptor.raw, Int32(SHUT_RDWR))
  }

  /// No further request is taken: a connection that waits for one ends now, one that works ends with its reply.
  func finish() {
    let idle = state.withLock { state in
      state.isEnding = true
      return state.isBusy ? nil : state.task
    }
    idle?.cancel()
  }

  /// Ends whatever runs.
  func abort() { state.withLock { $0.task }?.cancel() }

  private func serve() async {
    guard let peer = try? PeerCredentials(of: channel.descriptor) else { return }
    var parser = HTTPRequestParser { [router] method, path, length throws(HTTPProblem) in try router.openSink(method, path, length, for: peer) }
    var isFirst = true
    do {
      while true {
        let bytes = try await read(into: &parser)
        if isFirst, let byte = bytes.first {
          isFirst = false
          switch Dialect(firstByte: byte) {
          case .http: break
          case .jsonRPC: return try await channel.write(Self.jsonRPCRefusal, idle: timeouts.bodyIdle)
          case nil: return
          }
        }
        parser.append(bytes)
        while let request = try parser.next() {
          guard try await answer(request, peer: peer) else { return }
        }
        if bytes.isEmpty { return }
        if parser.takeContinueRequest() { try await channel.write(HTTPReply.goOn, idle: timeouts.bodyIdle) }
      }
    } catch let problem as HTTPProblem {
      metrics.count(route: "refused", status: problem.status)
      await sendLast(RequestError(problem).reply)
    } catch Channel.Failure.deadline where parser.holdsUnreadBytes {
      metrics.count(route: "refused", status: 408)
      await sendLast(RequestError(408, "timeout", "the request did not arrive in time").reply)
    } catch {
      // The client is gone, silent, or the daemon ends: nobody is left to tell.
    }
  }

  /// The head has one deadline, from its first wait on; a body may take long as long as bytes come.
  private func read(into parser: inout HTTPRequestParser) async throws -> [UInt8] {
    let deadline: ContinuousClock.Instant
    if parser.phase == .body {
      headDeadline.withLock { $0 = nil }
      deadline = .now + timeouts.bodyIdle
    } else {
      deadline = headDeadline.withLock { held in
        let deadline = held ?? .now + timeouts.head
        held = deadline
        return deadline
      }
    }
    return try await channel.read(deadline: deadline)
  }

  /// - Returns: whether the connection goes on.
  private func answer(_ request: HTTPRequest, peer: PeerCredentials) async throws -> Bool {
    headDeadline.withLock { $0 = nil }
    state.withLock { $0.isBusy = true }
    let exchange = Exchange(request, peer: peer, channel: channel)
    let began = ContinuousClock.now
    let work = Task { await self.outcome(of: exchange) }
    channel.whenHungUp { work.cancel() }
    let (status, reply) = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    channel.whenHungUp(nil)
    metrics.count(route: router.name(of: request), status: status, time: .now - began)
    guard let reply else { return false }
    let isEnding = state.withLock { state in
      state.isBusy = false
      return state.isEnding
    }
    let goesOn = request.keepsConnection && !isEnding
    try await channel.write(reply.serialised(close: !goesOn), idle: timeouts.bodyIdle)
    return goesOn
  }

  /// The status, and the reply that is still to be sent; nil where the reply has been written and ends with the connection.
  private func outcome(of exchange: Exchange) async -> (Int, HTTPReply?) {
    do {
      switch try await router.respond(to: exchange) {
      case .whole(let reply): return (reply.status, reply)
      case .file(let path, let contentType):
        try await FileReply(path: path, contentType: contentType).send(over: channel)
        return (200, nil)
      case .events(let write): return (await stream(write, exchange), nil)
      }
    } catch {
      let error = RequestError(error)
      return (error.status, error.reply)
    }
  }

  private func stream(_ write: @Sendable (Exchange) async throws -> Void, _ exchange: Exchange) async -> Int {
    do {
      try await exchange.beginEvents()
      try await write(exchange)
      return 200
    } catch {
      let error = RequestError(error)
      if let event = try? ServerSentEvent(name: "error", json: error.body) { try? await exchange.send(event) }
      return error.status
    }
  }

  /// The last words to a client that may still be sending: what it sent is read for a moment, since closing a socket with
  /// unread bytes would throw away the reply.
  private func sendLast(_ reply: HTTPReply) async {
    guard (try? await channel.write(reply.serialised(close: true), idle: .seconds(1))) != nil else { return }
    shutdown(channel.descriptor.raw, Int32(SHUT_WR))
    let deadline = ContinuousClock.now + .milliseconds(500)
    while let bytes = try? await channel.read(deadline: deadline), !bytes.isEmpty, ContinuousClock.now < deadline {}
  }

  /// A client that speaks JSON-RPC learns in its own language that it cannot be served.
  private static let jsonRPCRefusal = Array(
    #"{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"this version of kgassistd speaks HTTP/1.1 only"}}"#
      .utf8 + [UInt8(ascii: "\n")])
}
