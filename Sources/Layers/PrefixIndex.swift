/// Finds blocks of keys and values by all tokens up to their end.
///
/// Keys depend on every token before them, so a block is found only through the block before it. A prefix is a number
/// that is never given twice: when a block is forgotten, what followed it can no longer be reached and goes in its turn.
struct PrefixIndex {
  /// Stands for all tokens up to the end of a block.
  struct Prefix: Hashable, Sendable {
    fileprivate let number: UInt64
    /// The beginning of every text.
    static let empty = Prefix(number: 0)
  }

  private struct Key: Hashable {
    let before: Prefix
    let tokens: [Int32]
  }

  private var found: [Key: (block: Int32, prefix: Prefix)] = [:]
  private var keys: [Int32: Key] = [:]
  private var last: UInt64 = 0

  func contains(_ block: Int32) -> Bool { keys[block] != nil }

  func find(after prefix: Prefix, tokens: ArraySlice<Int32>) -> (Int32, Prefix)? {
    found[Key(before: prefix, tokens: Array(tokens))].map { ($0.block, $0.prefix) }
  }

  /// Where the same tokens are known already, the block stays unknown and their prefix is given.
  mutating func insert(_ block: Int32, after prefix: Prefix, tokens: ArraySlice<Int32>) -> Prefix {
    let key = Key(before: prefix, tokens: Array(tokens))
    if let known = found[key] { return known.prefix }
    last += 1
    let own = Prefix(number: last)
    found[key] = (block, own)
    keys[block] = key
    return own
  }

  mutating func remove(_ block: Int32) {
    if let key = keys.removeValue(forKey: block) { found[key] = nil }
  }
}
