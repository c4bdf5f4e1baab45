import Kernels

/// The largest magnitude that each channel of a layer's four inputs reached: what rounding to 8 bits is fitted to.
final class ChannelExtents {
  /// The inputs of a layer's products.
  enum Input: Int, CaseIterable { case states, attended, normalised, expanded }

  private var largest: [[Float]] = Input.allCases.map { _ in [] }

  subscript(input: Input) -> [Float] { largest[input.rawValue] }

  func record(_ x: Activations, as input: Input) {
    if largest[input.rawValue].isEmpty { largest[input.rawValue] = [Float](repeating: 0, count: x.columns) }
    for t in 0..<x.rows {
      let row = unsafe x.row(t)
      for c in 0..<x.columns { largest[input.rawValue][c] = max(largest[input.rawValue][c], unsafe abs(row[c])) }
    }
  }
}
