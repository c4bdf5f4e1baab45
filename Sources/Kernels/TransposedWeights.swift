import CKernels
import Memory

/// The transpose of a ``WeightMatrix`` in plain numbers: what carries slopes back through weights that stay as they are.
///
/// It lies in blocks of 1,024 of the matrix's rows, so that what a product reads over and over fits into the first two cache
/// levels however many outputs the matrix has.
public final class TransposedWeights: Sendable {
  private static let blockRows = 1024

  private let blocks: [WeightMatrix]  // each (K, up to 1,024 rows of the matrix)
  private let rows, columns: Int

  /// - Parameter precision: bfloat16 takes 2 bytes a weight, float32 4.
  /// - Complexity: one pass over the weights.
  public init(_ weights: WeightMatrix, precision: ProductPrecision, compute: Compute) {
    rows = weights.rows
    columns = weights.columns
    blocks = stride(from: 0, to: weights.rows, by: Self.blockRows).map { first in
      weights.transposed(rows: first..<min(first + Self.blockRows, weights.rows), precision, compute: compute)
    }
  }

  /// Bytes that the blocks take.
  public var bytes: Int { blocks.reduce(0) { $0 + $1.packedBytes } }

  /// dx (T, K) = dy (T, N) · W, or with `adding` grows by that.
  public func multiply(_ dy: Activations, into dx: Activations, adding: Bool, compute: Compute) {
    precondition(dy.columns == rows, "TransposedWeights: \(dy.columns) slopes for \(rows) outputs")
    if adding {
      precondition(dx.rows == dy.rows && dx.columns == columns, "TransposedWeights: adding to \(dx.rows) by \(dx.columns)")
    } else {
      dx.resize(rows: dy.rows, columns: columns)
    }
    compute.multiply(dy, blocks: blocks, into: dx, adding: adding)
  }
}

extension WeightMatrix {
  /// Some rows as the columns of a matrix of plain numbers.
  fileprivate func transposed(rows range: Range<Int>, _ precision: ProductPrecision, compute: Compute) -> WeightMatrix {
    let each = precision == .bfloat16 ? 2 : 4, columns = columns, count = range.count
    let bytes = AlignedBuffer<UInt8>(count: count * columns * each)
    let target = unsafe UnsafeMutableRawPointer(bytes.pointer)
    compute.pool.run((count + 15) / 16) { panel in
      ProductMemory.lend(16 * columns * 4) { memory in
        let first = panel * 16, own = min(16, count - first)
        var matrix = unsafe packedMatrix
        for r in 0..<own { unsafe kg_panel_row(&matrix, range.lowerBound + first + r, memory.floats() + r * columns) }
        for k in 0..<columns {
          for r in 0..<own {
            let bits = unsafe memory.floats()[r * columns + k].bitPattern, at = k * count + first + r
            if precision == .bfloat16 {
              unsafe target.storeBytes(of: UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16), toByteOffset: 2 * at, as: UInt16.self)
            } else {
              unsafe target.storeBytes(of: bits, toByteOffset: 4 * at, as: UInt32.self)
            }
          }
        }
      }
    }
    do {
      return try unsafe WeightMatrix(
        type: precision == .bfloat16 ? .bf16 : .f32, rows: columns, columns: count,
        bytes: UnsafeRawBufferPointer(start: target, count: count * columns * each), compute: compute)
    } catch { preconditionFailure("WeightMatrix: \(error)") }
  }
}
