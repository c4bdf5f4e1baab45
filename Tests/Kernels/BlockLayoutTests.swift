import Kernels
import Testing

/// Blocks built by hand, with the values that the published GGUF block formats give them.
@Suite struct BlockLayoutTests {
  private let compute = Compute(pool: ComputePool(threads: 1))

  private func row(_ type: ElementType, _ bytes: [UInt8]) throws -> [Float] {
    try bytes.withUnsafeBytes {
      try WeightMatrix(type: type, rows: 1, columns: type.blockSize * bytes.count / type.blockBytes, bytes: $0, compute: compute)
    }.values(ofRow: 0)
  }

  private func half(_ value: Float16) -> [UInt8] { [UInt8(value.bitPattern & 255), UInt8(value.bitPattern >> 8)] }

  @Test func q4_0HoldsLowNibblesFirstAndSubtractsEight() throws {
    let quants = (0..<16).map { UInt8($0 | (15 - $0) << 4) }
    let expected = (0..<32).map { i in 0.5 * Float((i < 16 ? i : 31 - i) - 8) }
    #expect(try row(.q4_0, half(0.5) + quants) == expected)
  }

  @Test func q4_1AddsItsMinimum() throws {
    let quants = (0..<16).map { UInt8($0 | (15 - $0) << 4) }
    let expected = (0..<32).map { i in 0.25 * Float(i < 16 ? i : 31 - i) - 3 }
    #expect(try row(.q4_1, half(0.25) + half(-3) + quants) == expected)
  }

  @Test func q5_0TakesItsFifthBitFromTheWordAhead() throws {
    let values = (0..<32).map { ($0 * 7 + 3) % 32 }
    var high: UInt32 = 0
    for i in 0..<32 where values[i] & 16 != 0 { high |= 1 << UInt32(i) }
    let quants = (0..<16).map { UInt8(values[$0] & 15 | (values[$0 + 16] & 15) << 4) }
    let word = (0..<4).map { UInt8(truncatingIfNeeded: high >> UInt32(8 * $0)) }
    #expect(try row(.q5_0, half(2) + word + quants) == values.map { 2 * Float($0 - 16) })
    #expect(try row(.q5_1, half(2) + half(0.5) + word + quants) == values.map { 2 * Float($0) + 0.5 })
  }

  @Test func q8_0HoldsSignedBytes() throws {
    let values = (0..<32).map { Int8(truncatingIfNeeded: $0 * 8 - 128) }
    #expect(try row(.q8_0, half(0.125) + values.map { UInt8(bitPattern: $0) }) == values.map { 0.125 * Float($0) })
  }

  /// The eight 6-bit scales and minima of a K block, packed into 12 bytes.
  private func pack(scales: [Int], minima: [Int]) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: 12)
    for j in 0..<4 {
      packed[j] = UInt8(scales[j] | (scales[j + 4] >> 4) << 6)
      packed[j + 4] = UInt8(minima[j] | (minima[j + 4] >> 4) << 6)
      packed[j + 8] = UInt8(scales[j + 4] & 15 | (minima[j + 4] & 15) << 4)
    }
    return packed
  }

  @Test(arguments: [false, true])
  func kBlocksHaveScaleAndMinimumForEach32(five: Bool) throws {
    let scales = [1, 63, 7, 32, 16, 50, 3, 61], minima = [0, 5, 63, 33, 17, 2, 48, 60]
    let values = (0..<256).map { ($0 * 13 + $0 / 32) % (five ? 32 : 16) }
    var quants = [UInt8](repeating: 0, count: 128), high = [UInt8](repeating: 0, count: 32)
    for i in 0..<256 {
      let sub = i / 32, at = (sub / 2) * 32 + i % 32
      quants[at] |= UInt8((values[i] & 15) << (sub % 2 * 4))
      if values[i] & 16 != 0 { high[i % 32] |= 1 << UInt8(sub) }
    }
    var bytes = half(0.5) + half(0.25) + pack(scales: scales, minima: minima)
    if five { bytes += high }
    bytes += quants
    let expected = (0..<256).map { (i: Int) -> Float in
      let scaled = 0.5 * Float(scales[i / 32] * values[i])
      return scaled - 0.25 * Float(minima[i / 32])
    }
    #expect(try row(five ? .q5_K : .q4_K, bytes) == expected)
  }

  @Test func q6_KHasASignedScaleForEach16() throws {
    let scales = (0..<16).map { Int8($0 * 15 - 120) }
    let values = (0..<256).map { ($0 * 29 + $0 / 16) % 64 }
    var low = [UInt8](repeating: 0, count: 128), high = [UInt8](repeating: 0, count: 64)
    for i in 0..<256 {
      let half = i / 128, quarter = i % 128 / 32, l = i % 32
      low[half * 64 + quarter % 2 * 32 + l] |= UInt8((values[i] & 15) << (quarter / 2 * 4))
      high[half * 32 + l] |= UInt8((values[i] >> 4) << (quarter * 2))
    }
    let scaleBytes = scales.map { UInt8(bitPattern: $0) }
    let bytes: [UInt8] = low + high + scaleBytes + half(0.5)
    let expected = (0..<256).map { (i: Int) -> Float in 0.5 * Float(scales[i / 16]) * Float(values[i] - 32) }
    #expect(try row(.q6_K, bytes) == expected)
  }

  @Test func halfFloatsAreExactDownToSubnormals() throws {
    let values: [Float16] = [0, -0.0, 1, -1, 65504, .leastNonzeroMagnitude, -.leastNormalMagnitude, 0.333, .infinity]
    #expect(try row(.f16, values.flatMap(half)) == values.map(Float.init))
    let floats: [Float] = [1, -2.5, 3.140625, 0]
    let brain = floats.flatMap { [UInt8($0.bitPattern >> 16 & 255), UInt8($0.bitPattern >> 24)] }
    #expect(try row(.bf16, brain) == floats)
  }

  @Test func bytesThatDoNotFitTheShapeAreRefused() {
    func make(_ type: ElementType, _ rows: Int, _ columns: Int, _ count: Int) throws {
      let bytes = [UInt8](repeating: 0, count: count)
      _ = try bytes.withUnsafeBytes { try WeightMatrix(type: type, rows: rows, columns: columns, bytes: $0, compute: compute) }
    }
    #expect(throws: KernelError.wrongSize(type: .q4_0, rows: 2, columns: 64, expected: 72, actual: 71)) { try make(.q4_0, 2, 64, 71) }
    #expect(throws: KernelError.notWholeBlocks(type: .q6_K, columns: 128)) { try make(.q6_K, 1, 128, 105) }
    #expect(throws: KernelError.badShape(rows: 0, columns: 32)) { try make(.f32, 0, 32, 0) }
    #expect(throws: KernelError.badShape(rows: -1, columns: 32)) { try make(.f32, -1, 32, 128) }
    #expect(throws: KernelError.badShape(rows: .max, columns: .max)) { try make(.f32, .max, .max, 4) }
  }
}
