/// Requests that wait for the decoder, in an order that is fair among users: whoever has the fewest running answers
/// comes first, and among equals who waits longest.
struct WaitingLine {
  private var requests: [WaitingRequest] = []

  var count: Int { requests.count }

  mutating func append(_ request: WaitingRequest) { requests.append(request) }

  /// The next one, given who has an answer running. It stays in the line until it is taken.
  func next(running users: [UInt32]) -> WaitingRequest? {
    requests.enumerated().min { a, b in
      (load(a.element, users), a.offset) < (load(b.element, users), b.offset)
    }?.element
  }

  private func load(_ request: WaitingRequest, _ users: [UInt32]) -> Int {
    users.reduce(0) { $0 + ($1 == request.request.user ? 1 : 0) }
  }

  mutating func remove(_ request: WaitingRequest) {
    requests.removeAll { $0.ticket === request.ticket }
  }

  mutating func removeAll() -> [WaitingRequest] {
    defer { requests = [] }
    return requests
  }
}
