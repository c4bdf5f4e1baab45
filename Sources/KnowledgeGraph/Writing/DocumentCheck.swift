/// What a document must keep to before it is stored: everything that citations rely on.
enum DocumentCheck {
  static func check(_ document: NewDocument) throws {
    guard document.id.hasPrefix("sha256:"), document.id.utf8.count == 71 else {
      throw StoreError(.invalid, "\(document.id) is not a document's name; it is \"sha256:\" and 64 hexadecimal digits")
    }
    guard (document.reading == nil) == (document.readingMap == nil) else {
      throw StoreError(.invalid, "document \(document.name) needs a reading map exactly when it has a reading text of its own")
    }
    let reading = document.reading.map { Array($0.utf8) } ?? document.original
    if let map = document.readingMap {
      guard map.readingCount == reading.count, map.originalCount <= document.original.count else {
        throw StoreError(.invalid, "the reading map of document \(document.name) does not cover its reading text")
      }
    }
    for (index, passage) in document.passages.enumerated() {
      guard 0 <= passage.start, passage.start <= passage.end, passage.end <= document.original.count else {
        throw StoreError(.invalid, "passage \(index) of document \(document.name) leaves the document")
      }
      guard 0 <= passage.readingStart, passage.readingStart <= passage.readingEnd, passage.readingEnd <= reading.count,
        reading[passage.readingStart..<passage.readingEnd].elementsEqual(passage.text.utf8)
      else { throw StoreError(.invalid, "passage \(index) of document \(document.name) is not what stands at its range") }
      guard document.reading != nil || (passage.start == passage.readingStart && passage.end == passage.readingEnd) else {
        throw StoreError(.invalid, "passage \(index) of document \(document.name) has two ranges though the document has one text")
      }
      for mention in passage.mentions where !(0 <= mention.start && mention.start <= mention.end && mention.end <= passage.text.utf8.count) {
        throw StoreError(.invalid, "a mention leaves passage \(index) of document \(document.name)")
      }
      if passage.heading.contains(where: { $0.contains(StoreReader.headingSeparator) }) {
        throw StoreError(.invalid, "a heading of document \(document.name) contains U+001F")
      }
    }
    for triple in document.triples where !(0 <= triple.start && triple.start <= triple.end && triple.end <= document.original.count) {
      throw StoreError(.invalid, "a triple's range leaves document \(document.name)")
    }
  }
}
