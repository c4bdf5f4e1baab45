import KnowledgeGraph
import Perception

/// The words that pictures are parted by, and how far the store's documents have been counted for them.
///
/// What goes away from the store stays in the list until the daemon ends: words do not become wrong.
struct PictureWords: Sendable {
  private var counts: [String: Int] = [:]
  /// Words of the language, the commonest first.
  var common: [String] = []
  /// The number of the last document that was looked at.
  private(set) var last: Int64 = 0
  private(set) var splitter: WordSplitter?
  private var hasNew = true

  /// Bytes of documents that are counted at one time, at most; the rest comes with the next picture.
  private static let mostBytes = 16 << 20

  /// Counts the documents that came since the last time. What was itself read in a picture may have words run together, and is left out.
  mutating func addDocuments(of reader: StoreReader) throws {
    var left = Self.mostBytes
    while left > 0, let document = try reader.document(after: last) {
      last = document.number
      left -= document.text.utf8.count
      // A PDF whose pages are pictures was read like them; the text of others is kept as it came.
      if document.mediaType.hasPrefix("image/") || document.mediaType == "application/pdf" && document.isMade { continue }
      WordSplitter.count(document.text, into: &counts)
      hasNew = true
    }
  }

  /// The splitter by all that was counted; the same as before where nothing was added.
  mutating func makeSplitter() -> WordSplitter {
    if let splitter, !hasNew { return splitter }
    let made = WordSplitter(counts: counts, common: common)
    (splitter, hasNew) = (made, false)
    return made
  }
}
