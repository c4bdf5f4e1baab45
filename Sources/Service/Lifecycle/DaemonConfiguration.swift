public import Wire

/// Everything a daemon is told when it starts.
public struct DaemonConfiguration: Sendable {
  public var socket: String
  public var state: String
  public var models: String
  /// A name in the models folder, of a decoder that was trained here, or a path; nil takes the standard decoder, or whichever is there.
  public var decoder: String?
  /// The speech model's folder, a name in the models folder or a path; nil takes the standard one, or whichever is there.
  public var speech: String?
  /// A user's own encoder of pictures, likewise; nil for none.
  public var imageEncoder: String?
  /// Nil for as many as this process may use.
  public var threads: Int?
  public var parallel: Int
  /// Bytes of keys and values of the decoder's running answers.
  public var cacheBytes = 512 << 20
  /// Bytes that the training of a whole decoder may take; nil for what the machine and the process's limits leave.
  public var trainingMemory: Int?
  public var queue: Int
  public var rights: Rights
  public var timeouts = Timeouts()
  /// The process's, for systemd's variables.
  public var environment: [String: String] = [:]

  public init(socket: String, state: String, models: String, parallel: Int = 8, queue: Int = 16, rights: Rights = .standard()) {
    self.socket = socket
    self.state = state
    self.models = models
    self.parallel = parallel
    self.queue = queue
    self.rights = rights
  }

  public init(_ settings: Settings, environment: [String: String]) {
    self.init(
      socket: settings.text(.socket), state: settings.text(.state), models: settings.text(.models),
      parallel: settings.number(.parallel) ?? 8, queue: settings.number(.queue) ?? 16)
    decoder = settings[.decoder].text
    speech = settings[.speech].text
    imageEncoder = settings[.imageEncoder].text
    threads = settings.number(.threads)
    cacheBytes = (settings.number(.cache) ?? 512) << 20
    self.environment = environment
  }
}
