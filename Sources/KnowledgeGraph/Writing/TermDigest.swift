internal import RDF

/// 128 bits that stand for a term while a writer runs: two terms share them less often than memory fails.
///
/// Two lanes of multiply-and-fold over 8 bytes at a time, keyed with random numbers of this process, so that no file can be made to collide.
struct TermDigest: Hashable {
  var high, low: UInt64

  private static let keys: (UInt64, UInt64, UInt64, UInt64) = (
    .random(in: 1...UInt64.max), .random(in: 1...UInt64.max), .random(in: 1...UInt64.max), .random(in: 1...UInt64.max))

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// - Parameter salt: tells kinds of terms and datatypes apart.
  init(_ text: String, salt: UInt64) {
    let made: TermDigest? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe TermDigest(UnsafeRawBufferPointer($0), salt: salt) }
    self = made ?? TermDigest([UInt8](text.utf8), salt: salt)
  }

  private init(_ bytes: [UInt8], salt: UInt64) { self = unsafe bytes.withUnsafeBytes { unsafe TermDigest($0, salt: salt) } }

  private init(_ bytes: UnsafeRawBufferPointer, salt: UInt64) {
    let keys = Self.keys
    var a = keys.0 ^ salt
    var b = keys.1 ^ (salt &* 0x9E37_79B9_7F4A_7C15)
    var place = 0
    while place + 8 <= bytes.count {
      let word = UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      a = Self.fold(a ^ word, keys.2)
      b = Self.fold(b &+ word, keys.3)
      place += 8
    }
    var rest: UInt64 = 0
    while place < bytes.count {
      rest = rest << 8 | UInt64(unsafe bytes[place])
      place += 1
    }
    let length = UInt64(bytes.count)
    high = Self.fold(Self.fold(a ^ rest, keys.2) ^ length, keys.3)
    low = Self.fold(Self.fold(b &+ rest, keys.3) &+ length, keys.2)
  }

  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = (x | 1 << 63).multipliedFullWidth(by: y)
    // The operand itself is kept in play, so that nothing is lost where the product is.
    return product.high ^ product.low ^ x
  }

  static func of(_ term: Term) -> TermDigest {
    let salt = UInt64(bitPattern: TermKind(term).rawValue)
    switch term {
    case .iri(let text), .blank(let text): return TermDigest(text, salt: salt)
    case .triple: return TermDigest(term.description, salt: salt)
    case .literal(let literal):
      // What a literal carries beside its text is digested first: the kinds' numbers and these never meet.
      let kind = literal.languageTag.map { TermDigest($0, salt: 1) } ?? TermDigest(literal.datatype, salt: 2)
      return TermDigest(literal.lexical, salt: kind.high | 0xFF)
    }
  }
}
