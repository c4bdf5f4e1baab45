/// Requests that wait for the decoder, in an order that is fair among users.
struct WaitingLine {
  private var requests: [WaitingRequest] = []
  private var order = FairOrder()

  var count: Int { requests.count }

  mutating func append(_ request: WaitingRequest) { requests.append(request) }

  /// The next one, given whose answers are running. It stays in the line until it begins or is taken back.
  func next(running users: [UInt32]) -> WaitingRequest? {
    let loads = users.reduce(into: [UInt32: Int]()) { $0[$1, default: 0] += 1 }
    return order.next(requests.map(\.request.user), running: loads).map { requests[$0] }
  }

  mutating func begin(_ request: WaitingRequest) {
    remove(request)
    order.begin(request.request.user)
  }

  mutating func remove(_ request: WaitingRequest) {
    requests.removeAll { $0.ticket === request.ticket }
  }

  mutating func removeAll() -> [WaitingRequest] {
    defer { requests = [] }
    return requests
  }
}
