/// Where the next page begins, in a writing that callers are not to take apart.
struct PageCursor: Sendable, Equatable {
  /// Farther pages cost a pass over all before them: who wants everything exports the graph.
  static let most = 1_000_000

  let offset: Int

  init(offset: Int) { self.offset = offset }

  init(_ text: String) throws(RequestError) {
    guard text.hasPrefix("p"), let offset = Int(text.dropFirst(), radix: 36), 0...Self.most ~= offset else {
      throw RequestError(400, "cursor", "the cursor is not one that this daemon gave", parameter: "cursor")
    }
    self.offset = offset
  }

  var text: String { "p" + String(offset, radix: 36) }
}
