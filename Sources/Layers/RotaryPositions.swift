import Glibc
public import Kernels

/// Rotary position embedding: pairs of channels of a head turn by an angle that grows with the position.
///
/// Pair i of a head of size D turns by position · base^(-2i/D). Source: Su et al. 2021.
public final class RotaryPositions: Sendable {
  /// Which channels form a pair.
  public enum Pairing: Sendable {
    /// Channels 2i and 2i + 1: `llama` models in GGUF files.
    case interleaved
    /// Channels i and i + D/2: `qwen2` (as in GPT-NeoX).
    case halves
  }

  /// D, even.
  public let headSize: Int
  public let pairing: Pairing
  /// Positions 0 ..< capacity have their angles prepared.
  public let capacity: Int

  let cosines: FloatVector  // (capacity, D/2)
  let sines: FloatVector

  public init(headSize: Int, base: Double, pairing: Pairing, capacity: Int) {
    precondition(headSize > 0 && headSize % 2 == 0 && capacity >= 0, "RotaryPositions: head size \(headSize)")
    let half = headSize / 2
    var cosines = [Float](), sines = [Float]()
    cosines.reserveCapacity(half * capacity)
    sines.reserveCapacity(half * capacity)
    let frequencies = (0..<half).map { pow(base, -2 * Double($0) / Double(headSize)) }
    // A position is a long step and a short one, whose turns are added: two tables of a few thousand angles instead of
    // a million. In double precision nothing of it is seen in the rounded values.
    let stride = 64
    func turns(_ positions: [Int]) -> [(cos: Double, sin: Double)] {
      positions.flatMap { position in frequencies.map { (cos(Double(position) * $0), sin(Double(position) * $0)) } }
    }
    let short = turns(Array(0..<stride)), long = turns((0..<(capacity + stride - 1) / stride).map { $0 * stride })
    for position in 0..<capacity {
      let far = position / stride * half, near = position % stride * half
      for i in 0..<half {
        let (a, b) = (long[far + i], short[near + i])
        cosines.append(Float(a.cos * b.cos - a.sin * b.sin))
        sines.append(Float(a.sin * b.cos + a.cos * b.sin))
      }
    }
    self.headSize = headSize
    self.pairing = pairing
    self.capacity = capacity
    self.cosines = FloatVector(cosines)
    self.sines = FloatVector(sines)
  }

  /// Turns every head of `x` (T, H·D) in place; row t stands at position `start + t`.
  public func apply(to x: Activations, start: Int, compute: Compute) {
    apply(to: x, rows: 0..<x.rows, start: start, compute: compute)
  }

  /// The same for some rows: the first of `rows` stands at position `start`. For batches of several texts.
  public func apply(to x: Activations, rows: Range<Int>, start: Int, compute: Compute) {
    precondition(x.columns % headSize == 0, "RotaryPositions: \(x.columns) channels are not whole heads of \(headSize)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rows, "RotaryPositions: rows \(rows) of \(x.rows)")
    precondition(start >= 0 && start + rows.count <= capacity, "RotaryPositions: position \(start + rows.count) past \(capacity)")
    compute.rotate(
      x, rows: rows, cosines: cosines, sines: sines, start: start, headSize: headSize, halves: pairing == .halves)
  }
}
