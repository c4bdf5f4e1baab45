import CKernels
import Memory

/// An (N, K) matrix of weights: N outputs, K inputs, of any ``ElementType``.
///
/// The bytes are repacked once into panels of 16 rows, the same for every instruction set; packed weights take as
/// many bits as the file's, but for 1/8 bit more of Q4_K and Q5_K.
public final class WeightMatrix: Sendable {
  /// How the file stored it.
  public let type: ElementType
  /// Outputs, N.
  public let rows: Int
  /// Inputs, K.
  public let columns: Int

  let panelBytes: Int
  let panelCount: Int
  private let panels: AlignedBuffer<UInt8>

  /// Repacks the matrix out of `bytes`, which may be dropped afterwards.
  ///
  /// - Parameter bytes: the rows one after the other as the file stores them; exactly as many as the shape takes.
  /// - Throws: ``KernelError`` when shape and bytes do not fit together. Nothing was allocated then.
  public init(type: ElementType, rows: Int, columns: Int, bytes: UnsafeRawBufferPointer, compute: Compute)
    throws(KernelError)
  {
    // Every sum of integers stays within 32 bits for a block, so K is bounded only by memory.
    guard rows > 0, columns > 0, rows <= 1 << 31, columns <= 1 << 31 else { throw .badShape(rows: rows, columns: columns) }
    guard columns % type.blockSize == 0 else { throw .notWholeBlocks(type: type, columns: columns) }
    let (expected, overflow) = (columns / type.blockSize * type.blockBytes).multipliedReportingOverflow(by: rows)
    guard !overflow else { throw .badShape(rows: rows, columns: columns) }
    guard expected == bytes.count else {
      throw .wrongSize(type: type, rows: rows, columns: columns, expected: expected, actual: bytes.count)
    }
    let each = Int(kg_panel_bytes(type.code, columns)), count = (rows + 15) / 16
    let memory = AlignedBuffer<UInt8>(count: each * count, pages: .huge)
    let target = unsafe memory.pointer
    let source = bytes.baseAddress!
    let chunk = max(1, (1 << 18) / each)
    compute.pool.run((count + chunk - 1) / chunk) { task in
      for panel in task * chunk..<min(count, (task + 1) * chunk) {
        unsafe kg_pack_panel(type.code, source, rows, columns, panel, target + panel * each)
      }
    }
    self.type = type
    self.rows = rows
    self.columns = columns
    panelBytes = each
    panelCount = count
    panels = memory
  }

  /// A matrix of bfloat16 out of (N, K) floats, each rounded to nearest even.
  ///
  /// - Throws: ``KernelError`` when shape and values do not fit together.
  public static func bfloat(rounding values: [Float], rows: Int, columns: Int, compute: Compute) throws -> WeightMatrix {
    // The kernel fills an odd last pair up.
    var rounded = [UInt16](repeating: 0, count: BFloatRows.stride(columns: values.count))
    unsafe compute.kernels.pointee.round_row(values, values.count, &rounded)
    return try unsafe rounded.withUnsafeBytes { bytes in
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<(values.count * 2)])
      return try unsafe WeightMatrix(type: .bf16, rows: rows, columns: columns, bytes: bytes, compute: compute)
    }
  }

  /// Bytes the packed matrix takes, for figures of memory and bandwidth.
  public var packedBytes: Int { panelBytes * panelCount }

  /// y = x · Wᵀ: `x` is (T, K), `y` becomes (T, N).
  public func multiply(_ x: Activations, into y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: self, output: y)])
  }

  /// Writes the float values of one row, for looking up an embedding.
  public func row(_ index: Int, into out: UnsafeMutableBufferPointer<Float>) {
    precondition(index >= 0 && index < rows, "WeightMatrix: row \(index) of \(rows)")
    precondition(out.count == columns, "WeightMatrix: \(out.count) places for \(columns) columns")
    var matrix = unsafe packedMatrix
    unsafe kg_panel_row(&matrix, index, out.baseAddress!)
  }

  var isQuantized: Bool { type.blockSize > 1 }
  var packedMatrix: kg_matrix { unsafe kg_matrix(panels: panels.pointer, rows: rows, columns: columns, type: type.code) }
}
