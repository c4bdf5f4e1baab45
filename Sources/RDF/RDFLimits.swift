/// What a hostile file may cost at most. A file beyond a limit is refused with an ``RDFSyntaxError`` at the place where it goes beyond.
public struct RDFLimits: Sendable {
  /// Blank node property lists, collections, quoted triples and annotations inside each other.
  public var nesting = 128
  /// Bytes of one literal's text.
  public var literalBytes = 16 << 20
  /// Bytes of one IRI, prefixed name or blank node label.
  public var nameBytes = 64 << 10
  /// Triples of one statement that are held back when bad statements are skipped.
  public var heldStatements = 10_000

  public init() {}
}
