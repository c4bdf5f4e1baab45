internal import KnowledgeGraph

/// One line of a `.jsonl` file that is a document of its own: an object with `text`, and perhaps `_id` and `title`.
struct JSONRecord {
  /// What marks a document as such a record on its way to the store: its name says nothing about its format.
  static let mediaType = "application/x-kgassist-record+json"

  /// The value, as bytes of the source without quotes.
  var text: Range<Int>
  var title: Range<Int>?
  var id: String?

  /// Nil when the object has no string `text`.
  init?(_ source: [UInt8], _ range: Range<Int>, deepest: Int) throws(JSONScanner.Failure) {
    var scanner = JSONScanner(source, range, deepest: deepest)
    var text: Range<Int>?
    var key: String?
    var other: String?
    var isObject = false
    while let event = try scanner.next() {
      switch event {
      case .beginObject where scanner.depth == 1: isObject = true
      case .key(let range): key = scanner.depth == 1 ? JSONString.value(source, range) : nil
      case .string(let range) where scanner.depth == 1:
        switch key {
        case "text": text = range
        case "title": title = range.isEmpty ? nil : range
        case "_id": id = JSONString.value(source, range)
        case "id": other = JSONString.value(source, range)
        default: break
        }
      case .scalar(let range) where scanner.depth == 1 && key == "_id": id = source.string(range)
      default: break
      }
    }
    guard isObject, let text else { return nil }
    self.text = text
    if id == nil || id == "" { id = other }
  }

  static func read(_ decoded: DecodedText, limits: IngestionLimits, document: String) throws(IngestionError) -> Reading {
    let record: JSONRecord?
    do {
      record = try JSONRecord(decoded.text, 0..<decoded.text.count, deepest: limits.nesting)
    } catch {
      throw error.asIngestionError(decoded.text, document: document)
    }
    guard let record else { throw IngestionError(.syntax(line: 1), document: document, reason: "the record has no \"text\"") }
    var builder = ReadingBuilder(source: decoded.text, sourceMap: decoded.map)
    let title = record.title.map { JSONString.value(decoded.text, $0) }
    // The reading goes forward only: a title after its text is known, but not read there.
    var heading: Block?
    if let place = record.title, let title, place.lowerBound < record.text.lowerBound {
      builder.copyJSONString(place)
      heading = Block(.heading(level: 1), 0..<builder.count, heading: title)
      builder.write("\n\n".utf8, for: place.upperBound..<record.text.lowerBound)
    }
    let start = builder.count
    builder.copyJSONString(record.text)
    var reading = builder.reading()
    let (blocks, tables) = PlainTextReader.blocks(of: reading.text, in: start..<reading.text.count)
    reading.blocks = blocks
    if let heading {
      reading.blocks.insert(heading, at: 0)
    } else if let title {
      for index in reading.blocks.indices { reading.blocks[index].path = [title] }
    }
    reading.tables = tables
    reading.title = title
    return reading
  }
}
