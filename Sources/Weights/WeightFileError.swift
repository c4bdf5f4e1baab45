import Memory

/// Why a weight file cannot be used: the file, what is wrong with it, and where.
public struct WeightFileError: Error, CustomStringConvertible, Sendable, Equatable {
  /// What kind of fault it is, for programs.
  public enum Kind: Sendable, Equatable {
    /// The file cannot be opened or mapped.
    case unreadable
    /// The file is of another format, or of a version that is not known.
    case wrongFormat
    /// The file ends before what its header promises.
    case truncated
    /// The header contradicts itself or a limit.
    case malformed
    /// A tensor or a setting that the model needs is not there or has another shape or type.
    case missing
    /// A file cannot be written.
    case unwritable
  }

  public let kind: Kind
  /// The file as the caller named it.
  public let path: String
  /// What is wrong, naming the tensor or key.
  public let problem: String
  /// Where in the file, in bytes from its start, where that is known.
  public let offset: Int?

  public init(_ kind: Kind, path: String, problem: String, offset: Int? = nil) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.offset = offset
  }

  /// A file that could not be mapped.
  init(_ error: MappedFileError) {
    self.init(.unreadable, path: error.path, problem: String(error.description.dropFirst(error.path.count + 2)))
  }

  public var description: String {
    let place = offset.map { " (byte \($0))" } ?? ""
    let next =
      switch kind {
      case .unreadable: "check that the file is there and readable"
      case .wrongFormat: "name a file of a supported format, or fetch the weights again"
      case .truncated, .malformed: "the file is damaged: remove it and fetch the weights again"
      case .unwritable: "name a folder that may be written and has room; the older file is untouched"
      case .missing: "the file is not of the architecture it is used for"
      }
    return "\(path): \(problem)\(place); \(next)"
  }
}
