internal import KnowledgeGraph

/// Puts a reading together from pieces of a decoded source, and keeps account of where each byte came from.
///
/// The source is UTF-8; `sourceMap` says how it lies over the original where that was in another encoding. What is written always
/// stands for bytes of the source that were passed over, so that a place in the original leads back to one place in the reading.
struct ReadingBuilder {
  let source: [UInt8]
  let sourceMap: ReadingMap?
  private(set) var text: [UInt8] = []
  private(set) var map = ReadingMap()

  init(source: [UInt8], sourceMap: ReadingMap?) {
    self.source = source
    self.sourceMap = sourceMap
    text.reserveCapacity(source.count)
  }

  var count: Int { text.count }

  /// Takes a range of the source as it is.
  mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    text.append(contentsOf: source[range])
    guard let sourceMap else { return map.appendCopy(range) }
    // In another encoding every character is its own step: its width differs.
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, !source[end].beginsCharacter { end += 1 }
      map.append(reading: end - start, original: sourceMap.originalRange(of: start..<end))
      start = end
    }
  }

  /// Writes bytes that stand for a range of the source as a whole: a character for its entity, one space for many, a line's end for a tag.
  mutating func write(_ bytes: some Collection<UInt8>, for range: Range<Int>) {
    guard !bytes.isEmpty else { return }
    precondition(!range.isEmpty, "what is written must stand for something")
    text.append(contentsOf: bytes)
    map.append(reading: bytes.count, original: sourceMap?.originalRange(of: range) ?? range)
  }

  func reading() -> Reading { Reading(text: text, map: map) }
}
