/// How small a text becomes in zlib's format at its usual effort: what tells a text that repeats itself.
///
/// The matches are those that zlib's lazy search finds, the block is the cheaper of fixed and own codes; nothing is
/// written, only counted. Within two bytes of zlib's own figure. Source: RFC 1950 and RFC 1951.
public struct DeflatedSize {
  /// Bytes of the text over bytes in zlib's format; whisper takes more than 2.4 for a loop.
  public static func ratio(of text: String) -> Double {
    let bytes = Array(text.utf8)
    return Double(bytes.count) / Double(count(of: bytes))
  }

  /// Bytes that zlib would write for up to 32 KiB.
  public static func count(of bytes: [UInt8]) -> Int {
    var literals = [Int](repeating: 0, count: 286), distances = [Int](repeating: 0, count: 30)
    var extra = 0
    literals[256] = 1
    for piece in pieces(of: bytes) {
      switch piece {
      case .literal(let byte): literals[Int(byte)] += 1
      case .match(let length, let distance):
        let l = code(of: length - 3, tiers: 4), d = code(of: distance - 1, tiers: 2)
        // The greatest length has a code of its own.
        literals[length == 258 ? 285 : 257 + l.code] += 1
        extra += (length == 258 ? 0 : l.extra) + d.extra
        distances[d.code] += 1
      }
    }
    let fixed = extra + literals.enumerated().reduce(0) { $0 + $1.element * ($1.offset < 144 ? 8 : $1.offset < 256 ? 9 : $1.offset < 280 ? 7 : 8) }
      + distances.reduce(0, +) * 5
    let own = extra + ownBits(literals, distances)
    let block = min((fixed + 3 + 7) / 8, (own + 3 + 7) / 8, bytes.count + 5)
    return 6 + max(block, 2)
  }

  private enum Piece {
    case literal(UInt8)
    case match(length: Int, distance: Int)
  }

  /// The text as literals and matches: a match waits one byte for a longer one.
  private static func pieces(of bytes: [UInt8]) -> [Piece] {
    var found: [Piece] = []
    var heads: [UInt32: Int] = [:], before = [Int](repeating: -1, count: bytes.count)
    func key(_ at: Int) -> UInt32 { UInt32(bytes[at]) << 16 | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) }
    func insert(_ at: Int) -> Int? {
      guard at + 2 < bytes.count else { return nil }
      let last = heads.updateValue(at, forKey: key(at))
      before[at] = last ?? -1
      return last
    }
    var at = 0, previous = (length: 2, distance: 0), waiting = false
    while at < bytes.count {
      var best = (length: 2, distance: 0)
      if let head = insert(at), head > 0, previous.length < 16, at - head <= 32_506 {
        best = longest(bytes, at: at, from: head, before: before, than: previous.length)
        if best.length <= previous.length { best = (2, 0) }
        if best.length == 3, best.distance > 4096 { best = (2, 0) }
      }
      if previous.length >= 3, best.length <= previous.length {
        found.append(.match(length: previous.length, distance: previous.distance))
        let end = at + previous.length - 1
        for i in at + 1..<max(at + 1, end) { _ = insert(i) }
        at = end
        waiting = false
        previous = (2, 0)
      } else {
        if waiting { found.append(.literal(bytes[at - 1])) }
        waiting = true
        previous = best
        at += 1
      }
    }
    if waiting { found.append(.literal(bytes[bytes.count - 1])) }
    return found
  }

  private static func longest(_ bytes: [UInt8], at: Int, from head: Int, before: [Int], than: Int) -> (length: Int, distance: Int) {
    var best = (length: than, distance: 0), candidate = head, left = than >= 8 ? 32 : 128
    let most = min(258, bytes.count - at)
    while candidate > 0, at - candidate <= 32_506, left > 0 {
      var length = 0
      while length < most, bytes[candidate + length] == bytes[at + length] { length += 1 }
      if length > best.length {
        best = (length, at - candidate)
        if length >= min(128, most) { break }
      }
      candidate = before[candidate]
      left -= 1
    }
    return best
  }

  /// The code of a length or distance counted from 0, and its extra bits: `tiers` codes for each number of bits.
  private static func code(of value: Int, tiers: Int) -> (code: Int, extra: Int) {
    if value < 2 * tiers { return (value, 0) }
    let shift = tiers == 4 ? 2 : 1
    let bits = Int.bitWidth - 1 - value.leadingZeroBitCount - shift
    return ((bits << shift) + (value >> bits), bits)
  }

  /// Bits of a block with codes of its own, its tables included.
  private static func ownBits(_ literals: [Int], _ distances: [Int]) -> Int {
    var literalLengths = codeLengths(literals, atMost: 15), distanceLengths = codeLengths(distances, atMost: 15)
    var bits = 0
    for (length, count) in zip(literalLengths + distanceLengths, literals + distances) { bits += length * count }
    while literalLengths.count > 257, literalLengths.last == 0 { literalLengths.removeLast() }
    while distanceLengths.count > 1, distanceLengths.last == 0 { distanceLengths.removeLast() }
    var symbols = [Int](repeating: 0, count: 19), extra = 0
    for lengths in [literalLengths, distanceLengths] {
      var i = 0
      while i < lengths.count {
        var run = 1
        while i + run < lengths.count, lengths[i + run] == lengths[i] { run += 1 }
        i += run
        var left = run
        if lengths[i - 1] == 0 {
          while left >= 3 {
            let take = min(left, 138)
            symbols[take >= 11 ? 18 : 17] += 1
            extra += take >= 11 ? 7 : 3
            left -= take
          }
        } else {
          symbols[lengths[i - 1]] += 1
          left -= 1
          while left >= 3 {
            symbols[16] += 1
            extra += 2
            left -= min(left, 6)
          }
        }
        symbols[lengths[i - 1]] += left
      }
    }
    let lengths = codeLengths(symbols, atMost: 7)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let sent = max(4, (order.lastIndex { lengths[$0] > 0 } ?? 3) + 1)
    return bits + extra + zip(symbols, lengths).reduce(0) { $0 + $1.0 * $1.1 } + 3 * sent + 14
  }

  /// Huffman's lengths; at least two symbols get one, as zlib has it.
  private static func codeLengths(_ counts: [Int], atMost: Int) -> [Int] {
    var counts = counts
    for i in 0..<2 where counts.filter({ $0 > 0 }).count < 2 && counts[i] == 0 { counts[i] = 1 }
    var lengths = [Int](repeating: 0, count: counts.count)
    var trees = counts.indices.filter { counts[$0] > 0 }.map { (weight: counts[$0], leaves: [$0]) }
    while trees.count > 1 {
      trees.sort { ($0.weight, $0.leaves.count) > ($1.weight, $1.leaves.count) }
      let a = trees.removeLast(), b = trees.removeLast()
      for leaf in a.leaves + b.leaves { lengths[leaf] = min(lengths[leaf] + 1, atMost) }
      trees.append((a.weight + b.weight, a.leaves + b.leaves))
    }
    return lengths
  }
}
