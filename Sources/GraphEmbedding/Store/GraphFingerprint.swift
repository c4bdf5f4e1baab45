/// Which graph embeddings were trained on: the same for the same triples in any order, another for almost any other.
public struct GraphFingerprint: Sendable, Equatable, Codable {
  public private(set) var triples = 0
  private var sum: UInt64 = 0

  public init() {}

  /// The fingerprint of every triple of a set's splits.
  public init(_ set: TripleSet) {
    for triple in set.train + set.validation + set.test {
      add(
        set.entities.names[Int(triple.subject)], set.relations.names[Int(triple.relation)], set.entities.names[Int(triple.object)])
    }
  }

  public mutating func add(_ subject: String, _ relation: String, _ object: String) {
    triples += 1
    sum &+= Self.hash(subject, relation, object)
  }

  /// A number that hangs on a triple's names alone.
  static func hash(_ subject: String, _ relation: String, _ object: String) -> UInt64 {
    var hash = FNV1a()
    for part in [subject, relation, object] {
      hash.add(part.utf8)
      hash.add(CollectionOfOne(0xFF))  // never a byte of UTF-8, so that parts cannot run together
    }
    // The low byte alone says which part of the names came last: mixed, every bit hangs on all of them.
    var x = hash.value
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }
}

/// A 64-bit checksum (Fowler, Noll and Vo): finds damage, not malice.
struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
