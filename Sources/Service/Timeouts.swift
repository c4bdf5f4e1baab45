/// How long a client may take, and how long an ending daemon waits. Shorter ones are for tests.
public struct Timeouts: Sendable {
  /// From the first wait for a request to the end of its headers.
  public var head = Duration.seconds(5)
  /// Between two pieces of a body, in either direction.
  public var bodyIdle = Duration.seconds(10)
  /// What runs when the daemon is told to end.
  public var grace = Duration.seconds(20)

  public init() {}
}
