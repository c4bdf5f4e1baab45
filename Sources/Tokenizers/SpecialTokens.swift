/// The tokens that are found in a text as they are spelled, before anything else is cut.
struct SpecialTokens: Sendable {
  enum Fragment {
    case token(Int32)
    /// The bytes in between.
    case text(Range<Int>)
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

  /// A text's bytes cut at its special tokens.
  ///
  /// - Parameter control: whether control tokens count, or only user-defined ones.
  /// - Complexity: O(n) in the bytes, and O(specials) at each byte that begins one.
  func fragments(of text: [UInt8], control: Bool) -> [Fragment] {
    let wanted = entries.filter { control || $0.isUserDefined }
    var begins = [Bool](repeating: false, count: 256)
    for entry in wanted { begins[Int(entry.bytes[0])] = true }
    let places = text.indices.filter { begins[Int(text[$0])] }
    if places.isEmpty { return text.isEmpty ? [] : [.text(0..<text.count)] }

    // Each token takes its places from what the longer ones have left, from left to right.
    var found: [(range: Range<Int>, id: Int32)] = []
    var taken = [Bool](repeating: false, count: text.count)
    for entry in wanted {
      for place in places where matches(entry.bytes, text, at: place) {
        let range = place..<place + entry.bytes.count
        if taken[range].contains(true) { continue }
        for index in range { taken[index] = true }
        found.append((range, entry.id))
      }
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }

    var fragments: [Fragment] = []
    var start = 0
    for (range, id) in found {
      if start < range.lowerBound { fragments.append(.text(start..<range.lowerBound)) }
      fragments.append(.token(id))
      start = range.upperBound
    }
    if start < text.count { fragments.append(.text(start..<text.count)) }
    return fragments
  }

  private func matches(_ token: [UInt8], _ text: [UInt8], at place: Int) -> Bool {
    guard place + token.count <= text.count else { return false }
    for index in token.indices where text[place + index] != token[index] { return false }
    return true
  }
}
