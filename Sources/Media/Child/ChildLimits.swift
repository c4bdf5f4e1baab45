/// What a child process may use before it is ended.
public struct ChildLimits: Sendable {
  /// Seconds of processor time.
  public var processorSeconds: Int
  /// Seconds on the clock.
  public var seconds: Int
  /// Bytes of address space.
  public var memoryBytes: Int
  /// Bytes that are read of what it writes.
  public var outputBytes: Int

  public init(processorSeconds: Int = 20, seconds: Int = 60, memoryBytes: Int = 1 << 30, outputBytes: Int = 256 << 20) {
    self.processorSeconds = processorSeconds
    self.seconds = seconds
    self.memoryBytes = memoryBytes
    self.outputBytes = outputBytes
  }
}
