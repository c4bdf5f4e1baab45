/// One of the three fields that the product answers about.
public enum Domain: String, Sendable, CaseIterable, Codable {
  case finance
  case medical
  case code

  /// How the store writes it; never changes once released.
  var storedValue: Int64 {
    switch self {
    case .finance: 1
    case .medical: 2
    case .code: 3
    }
  }

  init?(storedValue: Int64) {
    switch storedValue {
    case 1: self = .finance
    case 2: self = .medical
    case 3: self = .code
    default: return nil
    }
  }
}
