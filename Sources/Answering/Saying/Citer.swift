public import KnowledgeGraph

/// Makes citations and checks each against the store, or against what came with the question, before it may leave.
public struct Citer: Sendable {
  private var made: [Citation] = []
  private let attached: AttachedPassages

  /// - Parameter attached: what came with the question, which may be cited as well.
  public init(attached: [AttachedText] = []) { self.attached = AttachedPassages(attached) }

  public var citations: [Citation] { made }

  /// Cites bytes of a passage's text. The quote is read back from the store at the original range.
  ///
  /// - Returns: `nil` where the store does not give exactly these bytes back: then the sentence must not be said.
  public mutating func cite(
    passage id: PassageID, start: Int, end: Int, triples: [TripleID] = [], store: StoreReader
  ) throws -> Citation? {
    guard try triples.allSatisfy({ try store.triple($0) != nil }) else { return nil }
    if let entry = attached.entry(id) {
      guard let quote = Self.quote(start, end, of: entry.text), let range = attached.range(of: entry, start: start, end: end, quote: quote) else { return nil }
      return citation(document: entry.document, name: entry.name, range, quote, triples)
    }
    guard let passage = try store.passage(id), let quote = Self.quote(start, end, of: passage.text),
      let range = try Self.original(of: start..<end, in: passage, quote: quote, store)
    else { return nil }
    return citation(document: passage.document, name: passage.documentName, range, quote, triples)
  }

  /// The citation that was made of the same bytes and triples before, or a new one.
  private mutating func citation(document: DocumentID, name: String, _ range: Range<Int>, _ quote: String, _ triples: [TripleID]) -> Citation {
    if let known = made.first(where: {
      $0.document == document && $0.start == range.lowerBound && $0.end == range.upperBound && $0.triples == triples
    }) {
      return known
    }
    let citation = Citation(
      index: made.count + 1, document: document, name: name, start: range.lowerBound, end: range.upperBound, quote: quote, triples: triples, verified: true)
    made.append(citation)
    return citation
  }

  private static func quote(_ start: Int, _ end: Int, of text: String) -> String? {
    let bytes = Array(text.utf8)
    guard 0 <= start, start < end, end <= bytes.count else { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Cites triples of the graph, each seen in the store.
  public mutating func cite(triples: [TripleID], store: StoreReader) throws -> Citation? {
    guard let first = triples.first, try triples.allSatisfy({ try store.triple($0) != nil }) else { return nil }
    if let known = made.first(where: { $0.document.isEmpty && $0.triples == triples }) { return known }
    let citation = Citation(
      index: made.count + 1, document: "", name: try FactGatherer.source(of: first, store), start: 0, end: 0, quote: "",
      triples: triples, verified: true)
    made.append(citation)
    return citation
  }

  /// The original's byte range whose reading is the quote. Where the reading was made from the original (HTML, other
  /// encodings), the document's map says where its bytes came from.
  private static func original(
    of range: Range<Int>, in passage: Passage, quote: String, _ store: StoreReader
  ) throws -> Range<Int>? {
    var ranges = [(passage.start + range.lowerBound)..<(passage.start + range.upperBound)]
    if passage.readingStart != passage.start || passage.readingEnd != passage.end {
      let reading = (passage.readingStart + range.lowerBound)..<(passage.readingStart + range.upperBound)
      if let mapped = try store.originalRange(of: passage.document, reading: reading) { ranges.insert(mapped, at: 0) }
    }
    return try ranges.first {
      try store.text(of: passage.document, start: $0.lowerBound, end: $0.upperBound) == quote
    }
  }
}
