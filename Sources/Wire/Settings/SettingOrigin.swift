/// Where a setting's value came from; the first that names it wins, in this order.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
  case flag(String)
  case environment
  case file(path: String, line: Int)
  case standard

  public var description: String {
    switch self {
    case .flag(let name): "flag \(name)"
    case .environment: "environment"
    case .file(let path, let line): "\(path), line \(line)"
    case .standard: "default"
    }
  }
}
