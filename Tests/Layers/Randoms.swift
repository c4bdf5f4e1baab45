import Kernels

/// Numbers that look random and are the same in every run (an xorshift generator).
struct Randoms {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// In -1 ..< 1.
  mutating func float() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(state >> 40) / Float(1 << 23) - 1
  }

  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] { (0..<count).map { _ in float() * scale } }

  mutating func activations(rows: Int, columns: Int, scale: Float = 1) -> Activations {
    let x = Activations(rows: rows, columns: columns)
    for t in 0..<rows { x.set(row: t, to: floats(columns, scale: scale)) }
    return x
  }
}

/// One compute for each level of this machine, over a pool of three threads.
let computes = InstructionSet.available.map { Compute(pool: ComputePool(threads: 3), instructionSet: $0) }

/// softmax(q·keysᵀ / √D)·values in double: what every attention is compared with.
func attentionReference(_ q: [Float], keys: [[Float]], values: [[Float]]) -> [Double] {
  let scores = keys.map { k in zip(q, k).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / Double(q.count).squareRoot() }
  let top = scores.max()!
  let weights = scores.map { exponential($0 - top) }
  let sum = weights.reduce(0, +)
  return q.indices.map { d in zip(weights, values).reduce(0.0) { $0 + $1.0 / sum * Double($1.1[d]) } }
}
