internal import KnowledgeGraph

/// Reads a WebVTT document: its words run on through the cues, and a pause begins a paragraph.
enum TranscriptReader {
  /// Seconds of silence that end a paragraph.
  private static let pause = 2.0
  /// Seconds after which a paragraph ends with its next sentence.
  private static let longest = 45.0

  static func read(_ text: [UInt8], map: ReadingMap?) -> Reading {
    var builder = ReadingBuilder(source: text, sourceMap: map)
    var blocks: [Block] = [], start = 0, began = 0.0
    var before: (time: Double, place: Int, endsSentence: Bool)?
    for cue in SpokenTimes(text).cues {
      for line in cue.lines where !line.isEmpty {
        if let last = before {
          let isNew = cue.start - last.time > pause || last.endsSentence && last.time - began > longest
          if isNew { blocks.append(Block(.paragraph, start..<builder.count)) }
          builder.write(isNew ? [0x0A, 0x0A] : [0x20], for: last.place..<line.lowerBound)
          if isNew { (start, began) = (builder.count, cue.start) }
        } else {
          began = cue.start
        }
        builder.copy(line)
        before = (cue.end, line.upperBound, [0x2E, 0x3F, 0x21].contains(text[line.upperBound - 1]))
      }
    }
    if builder.count > start { blocks.append(Block(.paragraph, start..<builder.count)) }
    var reading = builder.reading()
    reading.blocks = blocks
    return reading
  }
}
