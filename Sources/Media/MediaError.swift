/// Why a picture or a recording cannot be taken in.
public struct MediaError: Error, CustomStringConvertible, Sendable, Equatable {
  /// What kind of fault it is, for programs.
  public enum Kind: Sendable, Equatable {
    /// The bytes are damaged, or of another format than they claim.
    case undecodable
    /// Larger than the limits: decoding it was not begun, or was stopped.
    case tooLarge
    /// Decoding took longer than it may.
    case tooSlow
    /// A program of that name is not installed.
    case missingProgram(String)
  }

  public let kind: Kind
  /// One sentence that says what is wrong and what to do.
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
