/// The tokens that are found in a text as they are spelled, before anything else is cut.
struct SpecialTokens: Sendable {
  enum Fragment {
    case token(Int32)
    case text(Substring)
  }

  private struct Entry: Sendable {
    let bytes: [UInt8]
    let id: Int32
    let isUserDefined: Bool
  }

  /// Longest first: where two overlap, the longer one is found.
  private let entries: [Entry]

  init(tokens: [String], types: [Int32]) {
    let wanted: Set<Int32> = [
      BytePairTokenizer.TokenType.control.rawValue, BytePairTokenizer.TokenType.userDefined.rawValue,
      BytePairTokenizer.TokenType.unknown.rawValue,
    ]
    var entries: [Entry] = []
    for (id, type) in types.enumerated() where wanted.contains(type) && !tokens[id].isEmpty {
      entries.append(
        Entry(
          bytes: Array(tokens[id].utf8), id: Int32(id),
          isUserDefined: type == BytePairTokenizer.TokenType.userDefined.rawValue))
    }
    self.entries = entries.sorted { ($0.bytes.count, $1.id) > ($1.bytes.count, $0.id) }
  }

  func id(of text: String) -> Int32? {
    entries.first { $0.bytes.elementsEqual(text.utf8) }?.id
  }

  /// The text cut at its special tokens.
  ///
  /// - Parameter control: whether control tokens count, or only user-defined ones.
  /// - Complexity: O(n · specials) in the text's bytes.
  func fragments(of text: String, control: Bool) -> [Fragment] {
    var fragments: [Fragment] = text.isEmpty ? [] : [.text(text[...])]
    for entry in entries where control || entry.isUserDefined {
      guard contains(text, entry.bytes) else { continue }
      fragments = fragments.flatMap { fragment in
        if case .text(let text) = fragment { split(text, at: entry) } else { [fragment] }
      }
    }
    return fragments
  }

  private func contains(_ text: String, _ bytes: [UInt8]) -> Bool {
    text.utf8.firstRange(of: bytes) != nil
  }

  private func split(_ text: Substring, at entry: Entry) -> [Fragment] {
    var result: [Fragment] = []
    var rest = text
    while let found = rest.utf8.firstRange(of: entry.bytes) {
      if found.lowerBound > rest.startIndex { result.append(.text(rest[..<found.lowerBound])) }
      result.append(.token(entry.id))
      rest = rest[found.upperBound...]
    }
    if !rest.isEmpty { result.append(.text(rest)) }
    return result
  }
}
