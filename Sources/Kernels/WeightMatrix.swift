import CKernels
import Memory

/// An (N, K) matrix of weights: N outputs, K inputs, of any ``ElementType``.
public final class WeightMatrix: Sendable {
  /// How the file stored it.
  public let type: ElementType
  /// Outputs, N.
  public let rows: Int
  /// Inputs, K.
  public let columns: Int

  private let packed: AlignedBuffer<UInt8>

  /// Copies the matrix out of `bytes`, which may be dropped afterwards.
  ///
  /// - Parameter bytes: the rows one after the other as the file stores them; exactly as many as the shape takes.
  /// - Throws: ``KernelError`` when shape and bytes do not fit together. Nothing was allocated then.
  public init(type: ElementType, rows: Int, columns: Int, bytes: UnsafeRawBufferPointer, compute: Compute)
    throws(KernelError)
  {
    guard rows > 0, columns > 0 else { throw .badShape(rows: rows, columns: columns) }
    guard columns % type.blockSize == 0 else { throw .notWholeBlocks(type: type, columns: columns) }
    let (rowBytes, rowOverflow) = (columns / type.blockSize).multipliedReportingOverflow(by: type.blockBytes)
    let (expected, overflow) = rowBytes.multipliedReportingOverflow(by: rows)
    guard !rowOverflow, !overflow else { throw .badShape(rows: rows, columns: columns) }
    guard expected == bytes.count else {
      throw .wrongSize(type: type, rows: rows, columns: columns, expected: expected, actual: bytes.count)
    }
    self.type = type
    self.rows = rows
    self.columns = columns
    packed = AlignedBuffer(count: expected)
    unsafe UnsafeMutableRawPointer(packed.pointer).copyMemory(from: bytes.baseAddress!, byteCount: expected)
  }

  private var rowBytes: Int { columns / type.blockSize * type.blockBytes }

  /// y = x · Wᵀ: `x` is (T, K), `y` becomes (T, N).
  public func multiply(_ x: Activations, into y: Activations, compute: Compute) {
    precondition(x.columns == columns, "WeightMatrix: \(x.columns) inputs for \(columns) columns")
    y.resize(rows: x.rows, columns: rows)
    let xs = unsafe UInt(bitPattern: x.pointer)
    let ys = unsafe UInt(bitPattern: y.pointer)
    let chunk = 32
    let positions = x.rows
    compute.pool.run((rows + chunk - 1) / chunk) { task in
      let input = unsafe UnsafePointer<Float>(bitPattern: xs)!
      let output = unsafe UnsafeMutablePointer<Float>(bitPattern: ys)!
      let values = AlignedBuffer<Float>(count: columns)
      for n in task * chunk..<min(rows, (task + 1) * chunk) {
        unsafe kg_dequantize(type.code, packed.pointer + n * rowBytes, columns, values.pointer)
        for t in 0..<positions {
          var sum: Float = 0
          for k in 0..<columns { unsafe sum += input[t * columns + k] * values.pointer[k] }
          unsafe output[t * rows + n] = sum
        }
      }
    }
  }

  /// Writes the float values of one row, for looking up an embedding.
  public func row(_ index: Int, into out: UnsafeMutableBufferPointer<Float>) {
    precondition(index >= 0 && index < rows, "WeightMatrix: row \(index) of \(rows)")
    precondition(out.count == columns, "WeightMatrix: \(out.count) places for \(columns) columns")
    unsafe kg_dequantize(type.code, packed.pointer + index * rowBytes, columns, out.baseAddress!)
  }
}
