/// Why a file of tables could not be written or read.
public enum TableFileError: Error, CustomStringConvertible, Sendable, Equatable {
  case unwritable(file: String, reason: String)
  case unreadable(file: String, reason: String)
  /// Damaged, or of another program.
  case damaged(file: String, reason: String)

  public var description: String {
    switch self {
    case .unwritable(let file, let reason): "\(file) cannot be written: \(reason); the older file is untouched"
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .damaged(let file, let reason): "\(file) cannot be used: \(reason)"
    }
  }
}
