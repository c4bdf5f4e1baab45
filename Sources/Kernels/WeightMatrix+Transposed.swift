import CKernels
import Memory

extension WeightMatrix {
  /// The transposed matrix in plain numbers: what carries slopes back through weights that stay as they are.
  ///
  /// - Parameter precision: bfloat16 takes 2 bytes a weight, float32 4.
  /// - Complexity: one pass over the weights; twice the result's memory while it runs.
  public func transposed(_ precision: ProductPrecision, compute: Compute) -> WeightMatrix {
    let each = precision == .bfloat16 ? 2 : 4, rows = rows, columns = columns
    let bytes = AlignedBuffer<UInt8>(count: rows * columns * each)
    let target = unsafe UnsafeMutableRawPointer(bytes.pointer)
    compute.pool.run((rows + 15) / 16) { panel in
      ProductMemory.lend(16 * columns * 4) { memory in
        let first = panel * 16, count = min(16, rows - first)
        var matrix = unsafe packedMatrix
        for r in 0..<count { unsafe kg_panel_row(&matrix, first + r, memory.floats() + r * columns) }
        for k in 0..<columns {
          for r in 0..<count {
            let bits = unsafe memory.floats()[r * columns + k].bitPattern, at = k * rows + first + r
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
        type: precision == .bfloat16 ? .bf16 : .f32, rows: columns, columns: rows,
        bytes: UnsafeRawBufferPointer(start: target, count: rows * columns * each), compute: compute)
    } catch { preconditionFailure("WeightMatrix: \(error)") }
  }
}
