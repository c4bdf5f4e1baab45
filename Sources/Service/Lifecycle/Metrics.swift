import Synchronization

/// What happened since the daemon began, counted.
final class Metrics: Sendable {
  struct RequestKey: Hashable { let route: String, status: Int }

  struct Counts: Sendable {
    var requests: [RequestKey: Int] = [:]
    var connections = 0
    var refusedConnections = 0
    var exhaustions = 0
    /// By outcome: answered, abstained, failed, cancelled, deadline, refused.
    var asks: [String: Int] = [:]
    var askTimes = Histogram(bounds: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32])
    var requestTimes = Histogram(bounds: [0.001, 0.01, 0.1, 1, 10])
    var promptTokens = 0
    var completionTokens = 0
    var documentsDone = 0
    var documentsFailed = 0
    var documentTimes = Histogram(bounds: [0.01, 0.1, 1, 10, 100])
  }

  private let counts = Mutex(Counts())

  var current: Counts { counts.withLock { $0 } }

  func count(route: String, status: Int, time: Duration? = nil) {
    counts.withLock { counts in
      counts.requests[RequestKey(route: route, status: status), default: 0] += 1
      if let time { counts.requestTimes.add(time.seconds) }
    }
  }

  func countConnection(refused: Bool) {
    counts.withLock { counts in
      if refused { counts.refusedConnections += 1 } else { counts.connections += 1 }
    }
  }

  func countExhaustion() { counts.withLock { $0.exhaustions += 1 } }

  func countAsk(_ outcome: String, time: Duration? = nil, promptTokens: Int = 0, completionTokens: Int = 0) {
    counts.withLock { counts in
      counts.asks[outcome, default: 0] += 1
      if let time { counts.askTimes.add(time.seconds) }
      counts.promptTokens += promptTokens
      counts.completionTokens += completionTokens
    }
  }

  func countTokens(prompt: Int, completion: Int) {
    counts.withLock { counts in
      counts.promptTokens += prompt
      counts.completionTokens += completion
    }
  }

  func countDocument(failed: Bool, time: Duration) {
    counts.withLock { counts in
      if failed { counts.documentsFailed += 1 } else { counts.documentsDone += 1 }
      counts.documentTimes.add(time.seconds)
    }
  }
}

extension Duration {
  /// As a fraction.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
