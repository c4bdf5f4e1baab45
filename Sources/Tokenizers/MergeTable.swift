/// Which two neighbouring symbols become one, and which pair goes first.
///
/// Symbols are numbered: a vocabulary entry by its token id, a merge's part that is no entry by a number after them.
struct MergeTable: Sendable {
  struct Merge: Sendable {
    let rank: Int32
    let symbol: Int32
  }

  private(set) var merges: [UInt64: Merge] = [:]

  mutating func reserveCapacity(_ count: Int) { merges.reserveCapacity(count) }

  /// A pair that is listed twice keeps its first rank, as in the reference.
  mutating func add(_ left: Int32, _ right: Int32, rank: Int32, symbol: Int32) {
    let key = Self.key(left, right)
    if merges[key] == nil { merges[key] = Merge(rank: rank, symbol: symbol) }
  }

  func merge(of left: Int32, _ right: Int32) -> Merge? { merges[Self.key(left, right)] }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}
