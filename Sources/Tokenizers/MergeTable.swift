/// Which two neighbouring symbols become one, and which pair goes first.
///
/// Symbols are numbered: a vocabulary entry by its token id, a merge's part that is no entry by a number after them.
/// Open addressing over one array; pairs are spread by multiplication with a number of this run.
struct MergeTable: Sendable {
  struct Merge: Sendable {
    let rank: Int32
    let symbol: Int32
  }

  private struct Entry: Sendable {
    var key: UInt64
    var merge: Merge
    static let free = Entry(key: .max, merge: Merge(rank: -1, symbol: -1))
  }

  private var entries: [Entry]
  private let shift: Int
  private let factor = UInt64.random(in: .min ... .max) | 1

  /// - Parameter capacity: the most pairs that will be added.
  init(capacity: Int) {
    var bits = 6
    while 1 << bits < capacity * 2 + 2 { bits += 1 }
    entries = Array(repeating: .free, count: 1 << bits)
    shift = 64 - bits
  }

  /// A pair that is listed twice keeps its first rank, as in the reference.
  mutating func add(_ left: Int32, _ right: Int32, rank: Int32, symbol: Int32) {
    let key = Self.key(left, right)
    let slot = slot(of: key)
    if entries[slot].key == .max { entries[slot] = Entry(key: key, merge: Merge(rank: rank, symbol: symbol)) }
  }

  func merge(of left: Int32, _ right: Int32) -> Merge? {
    let entry = entries[slot(of: Self.key(left, right))]
    return entry.key == .max ? nil : entry.merge
  }

  /// Where the pair is, or the free slot where it belongs.
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: ((key ^ (key >> 31)) &* factor) >> UInt64(shift))
    while entries[slot].key != key, entries[slot].key != .max { slot = (slot + 1) & (entries.count - 1) }
    return slot
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}
