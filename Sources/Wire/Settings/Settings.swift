/// Every setting with its value and where it came from.
///
/// Precedence: flag, environment, settings file, default. Reads nothing itself: who calls it gives the environment and
/// the settings file's bytes.
public struct Settings: Sendable {
  public struct Value: Sendable, Equatable {
    /// Nil where nothing is set and the program decides when it runs.
    public let text: String?
    public let origin: SettingOrigin

    public init(text: String?, origin: SettingOrigin) {
      self.text = text
      self.origin = origin
    }
  }

  public static let standardFile = "/etc/kgassist/kgassist.conf"
  /// Where systemd makes the socket of the service.
  public static let serviceSocket = "/run/kgassist/kgassist.sock"

  private let values: [Setting: Value]

  /// - Parameters:
  ///   - flags: values given on the command line.
  ///   - environment: the process's.
  ///   - file: the settings file's bytes, nil where there is none.
  ///   - filePath: its path, for messages.
  ///   - uid: the user, for the default socket.
  /// - Throws: a message that names the setting and where it was set.
  public init(
    flags: [Setting: String], environment: [String: String], file: [UInt8]?, filePath: String = Settings.standardFile,
    uid: UInt32
  ) throws(SettingsError) {
    let written = try file.map { bytes throws(SettingsError) in try SettingsFile(bytes, path: filePath) }
    var values: [Setting: Value] = [:]
    for setting in Setting.allCases {
      if let text = flags[setting] {
        values[setting] = Value(text: text, origin: .flag(setting.flag ?? setting.rawValue))
      } else if let text = environment[setting.rawValue], !text.isEmpty {
        values[setting] = Value(text: text, origin: .environment)
      } else if let (text, line) = written?.values[setting], !text.isEmpty {
        values[setting] = Value(text: text, origin: .file(path: filePath, line: line))
      } else {
        values[setting] = Value(text: nil, origin: .standard)
      }
    }
    let state = values[.state]?.text ?? Self.standardState(environment)
    let standards: [Setting: String] = [
      .socket: Self.standardSocket(environment, uid: uid), .state: state, .models: state + "/models",
      .parallel: "8", .queue: "16", .cache: "512",
    ]
    for (setting, text) in standards where values[setting]?.text == nil {
      values[setting] = Value(text: text, origin: .standard)
    }
    self.values = values
    for setting in [Setting.threads, .parallel, .queue, .cache] { try Self.checkNumber(self[setting], of: setting) }
    if let name = self[.instructionSet].text, !["portable", "avx2", "avx512", "neon"].contains(name) {
      throw SettingsError("KGASSIST_ISA=\(name) (\(self[.instructionSet].origin)): choose avx512, avx2 or portable")
    }
    for setting in [Setting.socket, .state, .models] {
      guard let path = self[setting].text, path.hasPrefix("/") else {
        throw SettingsError("\(setting.rawValue) (\(self[setting].origin)) must be a path that begins with /")
      }
    }
  }

  public subscript(_ setting: Setting) -> Value { values[setting] ?? Value(text: nil, origin: .standard) }

  /// A setting that has a default, or an empty text.
  public func text(_ setting: Setting) -> String { self[setting].text ?? "" }

  /// A number that was checked when the settings were read.
  public func number(_ setting: Setting) -> Int? { self[setting].text.flatMap { Int($0) } }

  private static func checkNumber(_ value: Value, of setting: Setting) throws(SettingsError) {
    guard let text = value.text else { return }
    let range =
      switch setting {
      case .queue: 0...1024
      case .cache: 16...1_048_576
      default: 1...1024
      }
    guard let number = Int(text), range ~= number else {
      throw SettingsError(
        "\(setting.rawValue)=\(text) (\(value.origin)) is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  private static func standardSocket(_ environment: [String: String], uid: UInt32) -> String {
    if let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") { return folder + "/kgassist/kgassist.sock" }
    let temporary = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let trimmed = temporary.count > 1 && temporary.hasSuffix("/") ? String(temporary.dropLast()) : temporary
    return "\(trimmed)/kgassist-\(uid)/kgassist.sock"
  }

  private static func standardState(_ environment: [String: String]) -> String {
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/kgassist" }
    return (environment["HOME"] ?? "/root") + "/.local/state/kgassist"
  }
}
