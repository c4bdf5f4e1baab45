internal import KnowledgeGraph

/// Reads JSON and JSON Lines as lines of `name: value`, grouped by the objects they stand in and headed by the names that lead there.
///
/// A value that is prose is a paragraph by itself under its name, so that its sentences stand alone. Values are mapped through their escapes, so a passage of the reading leads back to the bytes of the file.
struct JSONReader {
  private struct Level {
    var isArray: Bool
    /// The name under which it stands.
    var key: Range<Int>?
    /// An array's name stands before its first plain value.
    var keyIsRead = false
  }

  private var builder: ReadingBuilder
  private var blocks: [Block] = []
  private var levels: [Level] = []
  private var path: [String] = []
  /// Where the line begins that is being written, and the names it stands under.
  private var lineStart: Int?
  private var linePath: [String] = []
  /// Where the source was read up to: what is written between two values stands for what lies between them.
  private var sourceEnd = 0
  private var beginsGroup = false

  static func read(_ decoded: DecodedText, manyValues: Bool, limits: IngestionLimits, document: String) throws(IngestionError) -> Reading {
    var reader = JSONReader(builder: ReadingBuilder(source: decoded.text, sourceMap: decoded.map))
    do {
      try reader.readEvents(JSONScanner(decoded.text, manyValues: manyValues, deepest: limits.nesting))
    } catch {
      throw error.asIngestionError(decoded.text, document: document)
    }
    reader.closeLine()
    var reading = reader.builder.reading()
    reading.blocks = reader.blocks
    return reading
  }

  private init(builder: ReadingBuilder) { self.builder = builder }

  private mutating func readEvents(_ scanner: JSONScanner) throws(JSONScanner.Failure) {
    var scanner = scanner
    var key: Range<Int>?
    while let event = try scanner.next() {
      switch event {
      case .key(let range): key = range
      case .beginObject, .beginArray:
        closeLine()
        if !levels.isEmpty { levels[levels.count - 1].keyIsRead = true }
        var isArray = false
        if case .beginArray = event { isArray = true }
        levels.append(Level(isArray: isArray, key: key))
        if let key { path.append(JSONString.value(builder.source, key)) }
        key = nil
        beginsGroup = !isArray || beginsGroup
      case .endObject, .endArray:
        closeLine()
        let ended = levels.removeLast()
        if ended.key != nil { path.removeLast() }
        if !ended.isArray { beginsGroup = true }
      case .string(let range):
        write(key, range, isString: true)
        key = nil
      case .scalar(let range):
        write(key, range, isString: false)
        key = nil
      }
    }
  }

  private mutating func write(_ key: Range<Int>?, _ value: Range<Int>, isString: Bool) {
    guard !value.isEmpty, isString || builder.source[value.lowerBound] != UInt8(ascii: "n") else { return }  // null says nothing
    let inRun = levels.last?.isArray == true && lineStart != nil && value.count < 80
    if inRun {
      builder.write(", ".utf8, for: sourceEnd..<value.lowerBound)
    } else {
      closeLine()
      var key = key
      linePath = path
      if let last = levels.last, last.isArray, !last.keyIsRead, let name = last.key {
        key = name
        linePath.removeLast()
        levels[levels.count - 1].keyIsRead = true
      }
      let isProse = isString && isProse(value)
      if isProse {
        beginsGroup = true
        if let name = key { linePath.append(JSONString.value(builder.source, name)) }
        key = nil
      }
      let start = key?.lowerBound ?? value.lowerBound
      if builder.count > 0 { builder.write((beginsGroup ? "\n\n" : "\n").utf8, for: sourceEnd..<start) }
      lineStart = builder.count
      beginsGroup = isProse
      if let key {
        builder.copyJSONString(key)
        builder.write(": ".utf8, for: key.upperBound..<value.lowerBound)
      }
    }
    if isString { builder.copyJSONString(value) } else { builder.copy(value) }
    sourceEnd = value.upperBound
  }

  /// A sentence at least: what is shorter, or ends without a stop, is a name or a value.
  private func isProse(_ value: Range<Int>) -> Bool {
    let bytes = builder.source[value]
    return bytes.count >= 60 && bytes.count { $0 == UInt8(ascii: " ") } >= 8 && bytes.last.map { ".!?".utf8.contains($0) } == true
  }

  private mutating func closeLine() {
    if let lineStart {
      let range = builder.text.trimmed(lineStart..<builder.count)
      if !range.isEmpty { blocks.append(Block(.paragraph, range, path: linePath)) }
    }
    lineStart = nil
  }
}

extension JSONScanner.Failure {
  func asIngestionError(_ text: [UInt8], document: String) -> IngestionError {
    let line = 1 + text[..<min(position, text.count)].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    return IngestionError(.syntax(line: line), document: document, reason: "not valid JSON: \(reason)")
  }
}
