internal import KnowledgeGraph

/// What a person reads in a document, and how it is built: UTF-8 text, the blocks it falls into, and where each byte came from.
///
/// Every format's reader gives one; cutting, linking and the reading of tables know nothing of formats. All ranges are byte ranges of ``text``.
struct Reading: Sendable {
  /// UTF-8, always valid.
  var text: [UInt8]
  /// In order, not overlapping. What lies in no block (rules, comments, front matter) is stored but not searched.
  var blocks: [Block] = []
  var tables: [Table] = []
  var title: String?
  /// How the text lies over the original bytes. Nil where they are the same.
  var map: ReadingMap?
  var notices: [String] = []

  init(text: [UInt8], map: ReadingMap? = nil) {
    self.text = text
    self.map = map
  }

  /// The bytes of the original that a range of the text stands for.
  func originalRange(of range: Range<Int>) -> Range<Int> { map?.originalRange(of: range) ?? range }

  func string(_ range: Range<Int>) -> String { text.string(range) }
}
