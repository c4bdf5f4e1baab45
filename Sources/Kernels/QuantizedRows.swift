import CKernels
import Memory

/// The 8-bit image of some activations, in blocks of 32 along a row: what products with quantised weights read.
final class QuantizedRows {
  private let values: AlignedBuffer<Int8>
  private let scales: AlignedBuffer<Float>
  private let sums: AlignedBuffer<Float>
  private let halves: AlignedBuffer<Int32>
  private let blocks: Int

  init(blocks: Int) {
    self.blocks = blocks
    values = AlignedBuffer(count: blocks * 32)
    scales = AlignedBuffer(count: blocks)
    sums = AlignedBuffer(count: blocks)
    halves = AlignedBuffer(count: blocks * 2)
  }

  static func blocks(rows: Int, columns: Int) -> Int { rows * ((columns + 63) / 64 * 2) }

  func fits(rows: Int, columns: Int) -> Bool { Self.blocks(rows: rows, columns: columns) <= blocks }

  /// The image's arrays for a shape that fits.
  func view(columns: Int, biased: Bool) -> kg_quantized {
    let stride = (columns + 63) / 64 * 64
    return unsafe kg_quantized(
      values: values.pointer, scales: scales.pointer, sums: sums.pointer, halves: halves.pointer, stride: stride,
      blocks: stride / 32, biased: biased ? 1 : 0, channels: nil)
  }
}
