/// Where the words of a WebVTT document are spoken.
///
/// Source: the W3C's WebVTT, as far as cues of plain text go; notes, styles and settings are passed over.
public struct SpokenTimes: Sendable {
  /// Some words and when they are spoken.
  struct Cue: Sendable {
    /// Seconds.
    let start, end: Double
    /// The lines of text, byte ranges of the document.
    let lines: [Range<Int>]
  }

  let cues: [Cue]

  /// - Complexity: O(bytes).
  public init(_ document: [UInt8]) {
    var cues: [Cue] = [], lines = Line.all(of: document)[...]
    while let line = lines.popFirst() {
      guard let (start, end) = Self.times(document[line.range]) else { continue }
      var text: [Range<Int>] = []
      while let next = lines.first, !next.isBlank(document), Self.times(document[next.range]) == nil {
        text.append(document.trimmed(next.range))
        lines.removeFirst()
      }
      if !text.isEmpty { cues.append(Cue(start: start, end: end, lines: text)) }
    }
    self.cues = cues
  }

  /// The seconds from the first to the last of the words in a byte range; nil where none are spoken.
  public func seconds(of range: Range<Int>) -> (start: Double, end: Double)? {
    let touched = cues.filter { cue in cue.lines.contains { $0.overlaps(range) } }
    guard let first = touched.map(\.start).min(), let last = touched.map(\.end).max() else { return nil }
    return (first, last)
  }

  private static func times(_ line: ArraySlice<UInt8>) -> (Double, Double)? {
    let words = line.split(whereSeparator: \.isSpace)
    guard words.count >= 3, words[1].elementsEqual("-->".utf8), let start = CueTime.seconds(words[0]), let end = CueTime.seconds(words[2])
    else { return nil }
    return (start, end)
  }
}
