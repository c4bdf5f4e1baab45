import Glibc

/// Random numbers that depend on the seed alone (xoshiro256**, Blackman and Vigna 2018; seeded by splitmix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  private var spare: Float?

  public init(seed: UInt64) {
    var x = seed
    func next() -> UInt64 {
      x &+= 0x9E37_79B9_7F4A_7C15
      var z = x
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// Everything that what comes next depends on: five words, from which a generator goes on.
  public var words: [UInt64] { [state.0, state.1, state.2, state.3, spare.map { UInt64($0.bitPattern) | 1 << 32 } ?? 0] }

  public init(words: [UInt64]) {
    precondition(words.count == 5, "SeededGenerator: \(words.count) words")
    state = (words[0], words[1], words[2], words[3])
    spare = words[4] == 0 ? nil : Float(bitPattern: UInt32(truncatingIfNeeded: words[4]))
  }

  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// In 0 ..< 1, 53 bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Normally distributed, mean 0 and deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Float {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - unit())).squareRoot(), angle = 2 * Double.pi * unit()
    spare = Float(radius * sin(angle))
    return Float(radius * cos(angle))
  }
}
