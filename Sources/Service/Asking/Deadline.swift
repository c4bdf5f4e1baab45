/// Ends work that does not end by itself when its time is over.
enum Deadline {
  /// What the work is given beyond its deadline to end with what it has.
  private static let margin = Duration.milliseconds(250)

  /// - Throws: 504 when the work was ended; else what it throws.
  static func run<R: Sendable>(
    until deadline: ContinuousClock.Instant?, _ work: @escaping @Sendable () async throws -> R
  ) async throws -> R {
    guard let deadline else { return try await work() }
    return try await withThrowingTaskGroup(of: R?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(until: deadline + margin, clock: .continuous)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let result = first else {
        throw RequestError(504, "deadline", "the deadline passed; ask again with a longer one")
      }
      return result
    }
  }
}
