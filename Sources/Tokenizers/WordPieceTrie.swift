/// The vocabulary as two tries over bytes, one for beginnings of words and one for continuations.
///
/// The children of all nodes lie in one open-addressed table keyed by node and byte.
struct WordPieceTrie: Sendable {
  private static let word: UInt32 = 0
  private static let continuation: UInt32 = 1

  /// node · 256 + byte, or `empty`.
  private var keys: [UInt32]
  private var children: [UInt32]
  private let mask: Int
  /// The id of the entry that ends at a node, or −1.
  private var ids: [Int32] = [-1, -1]

  private static let empty = UInt32.max

  init(_ vocabulary: [String]) {
    let bytes = vocabulary.reduce(0) { $0 + $1.utf8.count }
    var capacity = 16
    while capacity < 2 * bytes { capacity *= 2 }
    mask = capacity - 1
    keys = Array(repeating: Self.empty, count: capacity)
    children = Array(repeating: 0, count: capacity)
    for (id, token) in vocabulary.enumerated() {
      // By bytes: as characters, "#" joins with a combining mark that follows it.
      let isContinuation = token.utf8.starts(with: "##".utf8) && token.utf8.count > 2
      insert(isContinuation ? token.utf8.dropFirst(2) : token.utf8[...], isContinuation, Int32(id))
    }
  }

  /// The longest entry that `bytes` continues with at `start`, and where it ends.
  func longest(in bytes: [UInt8], from start: Int, continuing: Bool) -> (id: Int32, end: Int)? {
    var node = continuing ? Self.continuation : Self.word
    var best: (id: Int32, end: Int)?
    for index in start..<bytes.count {
      let slot = slot(of: node, bytes[index])
      guard keys[slot] != Self.empty else { break }
      node = children[slot]
      if ids[Int(node)] >= 0 { best = (ids[Int(node)], index + 1) }
    }
    return best
  }

  private mutating func insert(_ token: some Sequence<UInt8>, _ isContinuation: Bool, _ id: Int32) {
    var node = isContinuation ? Self.continuation : Self.word
    let root = node
    for byte in token {
      let slot = slot(of: node, byte)
      if keys[slot] == Self.empty {
        keys[slot] = node << 8 | UInt32(byte)
        children[slot] = UInt32(ids.count)
        ids.append(-1)
      }
      node = children[slot]
    }
    if node != root { ids[Int(node)] = id }
  }

  /// Where a child stands, or where it would be put. At least half of the table is empty, so the search ends.
  private func slot(of node: UInt32, _ byte: UInt8) -> Int {
    let key = node << 8 | UInt32(byte)
    var slot = Int(truncatingIfNeeded: UInt64(key) &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
    while keys[slot] != Self.empty, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }
}
