import Testing

/// Waits until something holds. The limit is for failing tests only; nothing is measured by it.
func until(_ what: String, _ holds: () async throws -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < end {
    if try await holds() { return }
    try await Task.sleep(for: .milliseconds(2))
  }
  throw TestError("never came true: \(what)")
}
