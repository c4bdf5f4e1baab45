public import Media

/// How much of anything ingestion takes from outside. What goes beyond is refused, never cut short silently.
public struct IngestionLimits: Sendable {
  /// Bytes of one document.
  public var documentBytes = 32 << 20
  /// Passages of one document.
  public var passages = 100_000
  /// Objects and arrays inside each other in JSON, declarations inside each other in code.
  public var nesting = 256
  /// Rows of tables turned into triples, of one document.
  public var tableRows = 20_000
  /// Triples of one document.
  public var triples = 200_000
  /// Records of one `.jsonl` file.
  public var records = 200_000
  /// What a converting child may use.
  public var child = ChildLimits(processorSeconds: 60, seconds: 120, memoryBytes: 1 << 30, outputBytes: 64 << 20)
  /// Where converting programs are looked for.
  public var programFolders = InstalledProgram.folders

  public init() {}
}
