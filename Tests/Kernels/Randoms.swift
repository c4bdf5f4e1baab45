import Kernels

/// Numbers that look random and are the same in every run (an xorshift generator).
struct Randoms {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func bits() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// In -1 ..< 1.
  mutating func float() -> Float { Float(bits() >> 40) / Float(1 << 23) - 1 }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }

  /// Bytes of `blocks` blocks of a type with random quants and modest scales.
  mutating func blocks(_ type: ElementType, _ blocks: Int) -> [UInt8] {
    var bytes = [UInt8]()
    for _ in 0..<blocks {
      var block = (0..<type.blockBytes).map { _ in UInt8(truncatingIfNeeded: bits() >> 20) }
      let scale = Float16(0.01 + 0.01 * abs(float())), minimum = Float16(0.1 * float())
      func put(_ half: UInt16, at: Int) { (block[at], block[at + 1]) = (UInt8(half & 255), UInt8(half >> 8)) }
      switch type {
      case .f32:
        let pattern = float().bitPattern
        for i in 0..<4 { block[i] = UInt8(truncatingIfNeeded: pattern >> (8 * i)) }
      case .f16: put(Float16(float()).bitPattern, at: 0)
      case .bf16: put(UInt16(float().bitPattern >> 16), at: 0)
      case .q4_0, .q5_0, .q8_0: put(scale.bitPattern, at: 0)
      case .q4_1, .q5_1, .q4_K, .q5_K:
        put(scale.bitPattern, at: 0)
        put(minimum.bitPattern, at: 2)
      case .q6_K: put(scale.bitPattern, at: 208)
      }
      bytes += block
    }
    return bytes
  }

  mutating func matrix(_ type: ElementType, rows: Int, columns: Int, compute: Compute) throws -> WeightMatrix {
    let bytes = blocks(type, rows * columns / type.blockSize)
    return try bytes.withUnsafeBytes {
      try WeightMatrix(type: type, rows: rows, columns: columns, bytes: $0, compute: compute)
    }
  }

  mutating func activations(rows: Int, columns: Int) -> Activations {
    let x = Activations(rows: rows, columns: columns)
    for t in 0..<rows { x.set(row: t, to: floats(columns)) }
    return x
  }
}

extension WeightMatrix {
  func values(ofRow index: Int) -> [Float] {
    var out = [Float](repeating: 0, count: columns)
    out.withUnsafeMutableBufferPointer { row(index, into: $0) }
    return out
  }
}
