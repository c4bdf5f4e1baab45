import KnowledgeGraph
import Testing

@Suite("A reading lies over its original") struct ReadingMapTests {
  /// `<b>A&amp;B</b>é` in Latin-1 (15 bytes), read as `A&B\né`.
  private var map: ReadingMap {
    var map = ReadingMap()
    map.appendCopy(3..<4)
    map.append(reading: 1, original: 4..<9)
    map.appendCopy(9..<10)
    map.appendInserted(1, at: 14)
    map.append(reading: 2, original: 14..<15)
    return map
  }

  @Test("A range of the reading finds its bytes in the original", arguments: [
    (0..<1, 3..<4), (1..<2, 4..<9), (0..<3, 3..<10), (2..<3, 9..<10), (4..<6, 14..<15), (0..<6, 3..<15), (5..<6, 14..<15), (1..<1, 4..<4),
  ])
  func forward(reading: Range<Int>, original: Range<Int>) { #expect(map.originalRange(of: reading) == original) }

  @Test("A range of the original finds what is read there, in whole characters", arguments: [
    (3..<4, 0..<1), (4..<9, 1..<2), (3..<10, 0..<3), (0..<15, 0..<6), (4..<8, 0..<0), (10..<14, 0..<0), (14..<15, 4..<6),
  ])
  func backward(original: Range<Int>, reading: Range<Int>) { #expect(map.readingRange(of: original) == reading) }

  @Test("Stored and read back, a map is the same", arguments: 0..<50) func storage(seed: Int) {
    var map = ReadingMap()
    var place = 0
    var number = seed
    func next(_ bound: Int) -> Int {
      number = (number &* 1_103_515_245 &+ 12345) & 0x7FFF_FFFF
      return number >> 8 % bound
    }
    for _ in 0..<40 {
      place += next(30)
      switch next(4) {
      case 0: map.appendInserted(1 + next(3), at: place)
      case 1:
        map.append(reading: 2, original: place..<place + 1)
        place += 1
      case 2:
        map.append(reading: 5, original: place..<place + 10, units: 5)
        place += 10
      default:
        let length = next(1000)
        map.appendCopy(place..<place + length)
        place += length
      }
    }
    #expect(ReadingMap(storedBytes: map.storedBytes) == map)
    for start in stride(from: 0, to: map.readingCount, by: 7) {
      let range = start..<min(map.readingCount, start + 11)
      let back = map.readingRange(of: map.originalRange(of: range))
      #expect(back.isEmpty || (back.lowerBound <= range.lowerBound + 2 && back.upperBound + 2 >= range.upperBound) || back.overlaps(range))
    }
  }

  @Test("Bytes that are no map are refused", arguments: [
    [0x80], [1, 1, 1], [0, 0, 1, 1], [0, 1, 1, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 1],
    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1, 1, 1],
  ] as [[UInt8]])
  func hostile(bytes: [UInt8]) { #expect(ReadingMap(storedBytes: bytes) == nil) }

  @Test("A document in another encoding is cited by its original bytes") func document() async throws {
    let folder = try TemporaryFolder()
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    // "Café au lait." in Latin-1.
    let original: [UInt8] = Array("Caf".utf8) + [0xE9] + Array(" au lait.".utf8)
    var map = ReadingMap()
    map.appendCopy(0..<3)
    map.append(reading: 2, original: 3..<4)
    map.appendCopy(4..<13)
    let document = NewDocument(
      id: SHA256.documentID(of: original), name: "menu.txt", mediaType: "text/plain", domain: nil, encoding: "iso-8859-1", original: original,
      reading: "Café au lait.", readingMap: map,
      passages: [NewPassage(heading: [], text: "Café", start: 0, end: 4, readingStart: 0, readingEnd: 5)])
    try await store.write { try $0.addDocument(document) }
    #expect(try await store.read { try $0.text(of: document.id, start: 0, end: 4) } == "Café")
    #expect(try await store.read { try $0.text(of: document.id, start: 3, end: 13) } == "é au lait.")
    #expect(try await store.verify() == [])
  }
}
