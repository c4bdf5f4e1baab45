/// Why a document could not be taken in: what it is, what is wrong with it, and what to do.
public struct IngestionError: Error, CustomStringConvertible, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Not text at all, or text in no encoding that could be told.
    case undecodable
    /// A kind of document that this program does not read.
    case unsupportedType
    /// A program that reads this kind of document is not installed.
    case missingProgram(String)
    /// The program that reads this kind of document refused it, or ran into its limits.
    case conversionFailed
    /// The text breaks its format's rules at this line (from 1).
    case syntax(line: Int)
    /// Larger, deeper or longer than the limits allow.
    case tooLarge
  }

  public var kind: Kind
  /// The document's name.
  public var document: String
  public var reason: String

  public init(_ kind: Kind, document: String, reason: String) {
    self.kind = kind
    self.document = document
    self.reason = reason
  }

  /// The exit code that a program should end with for this error: 65 where the input could not be decoded, else 1.
  public var exitCode: Int32 {
    switch kind {
    case .undecodable, .unsupportedType, .syntax, .conversionFailed: 65
    case .missingProgram, .tooLarge: 1
    }
  }

  public var description: String {
    if case .syntax(let line) = kind { return "\(document), line \(line): \(reason)" }
    return "\(document): \(reason)"
  }
}
