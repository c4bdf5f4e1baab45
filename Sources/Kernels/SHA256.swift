/// SHA-256, for naming things by their content and finding damage.
///
/// Source: FIPS 180-4, section 6.2. Not meant for secrets.
public struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var tail: [UInt8] = []
  private var count: UInt64 = 0

  public init() {}

  /// The digest as 64 hexadecimal digits.
  public static func hex(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hex()
  }

  /// The 32 bytes of the digest.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest()
  }

  /// Takes the next bytes of what comes in pieces.
  public mutating func update(_ bytes: [UInt8]) {
    count += UInt64(bytes.count)
    var start = 0
    if !tail.isEmpty {
      start = min(bytes.count, SHA256Blocks.size - tail.count)
      tail += bytes[..<start]
      guard tail.count == SHA256Blocks.size else { return }
      SHA256Blocks.absorb(tail, from: 0, blocks: 1, into: &state)
      tail.removeAll(keepingCapacity: true)
    }
    let blocks = (bytes.count - start) / SHA256Blocks.size
    SHA256Blocks.absorb(bytes, from: start, blocks: blocks, into: &state)
    tail += bytes[(start + blocks * SHA256Blocks.size)...]
  }

  /// The digest of all that came, as 64 hexadecimal digits.
  public func hex() -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The 32 bytes of the digest of all that came.
  public func digest() -> [UInt8] {
    var hash = self
    var rest = tail
    rest.append(0x80)
    while rest.count % 64 != 56 { rest.append(0) }
    let bits = count * 8
    for shift in stride(from: 56, through: 0, by: -8) { rest.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    SHA256Blocks.absorb(rest, from: 0, blocks: rest.count / SHA256Blocks.size, into: &hash.state)
    return hash.state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
  }
}
