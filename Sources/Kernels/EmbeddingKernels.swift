import CKernels
import Memory

/// The kernels that train embeddings: one thread's work on blocks of float tables.
///
/// Candidates are rows and the batch lies along the columns, so a block of scores is (candidates, batch). Every method
/// works on the calling thread; several threads may call at once for blocks that do not overlap.
public struct EmbeddingKernels: Sendable {
  /// How a query meets a candidate.
  public enum Meeting: Sendable {
    /// The sum of products.
    case product
    /// Minus the sum of absolute differences.
    case manhattan
    /// Minus the sum of the moduli of differences of complex numbers, real halves first.
    case modulus

    var code: Int32 {
      switch self {
      case .product: Int32(KG_MEET_PRODUCT)
      case .manhattan: Int32(KG_MEET_MANHATTAN)
      case .modulus: Int32(KG_MEET_MODULUS)
      }
    }
  }

  private let address: Int  // of a constant table

  /// Traps when the machine lacks the level.
  public init(_ level: InstructionSet) {
    guard let table = unsafe kg_embedding_kernels_for(level.level) else {
      preconditionFailure("\(level) does not run on this machine")
    }
    address = Int(bitPattern: table)
  }

  @unsafe var table: UnsafePointer<kg_embedding_kernels> { unsafe UnsafePointer(bitPattern: address)! }

  /// Whether products of bfloat16 are faster than those of float32.
  public var hasFastBFloat: Bool { unsafe table.pointee.fast_bfloat != 0 }

  /// Does as many multiply-adds as the CPU can from registers alone, for a moment on the calling thread, and returns their operations:
  /// with the time they took, what the speed of products is a share of.
  public func registerProducts(bfloat: Bool, rounds: Int = 2_000_000) -> Double {
    unsafe table.pointee.peak(rounds, bfloat ? 1 : 0)
  }

  // MARK: Products

  /// C = A · B, or C += A · B; with `across`, A is read as its transpose. Tolerance: float32 sums in order of the depth.
  public func multiply(_ a: FloatBlock, across: Bool = false, _ b: FloatBlock, into c: FloatBlock, adding: Bool = false) {
    let depth = across ? a.rows.count : a.columns
    precondition((across ? a.columns : a.rows.count) == c.rows.count && depth <= b.rows.count && b.columns == c.columns
      && b.lanes == c.lanes && b.lanes % 16 == 0, "multiply: shapes do not meet")
    var call = unsafe kg_float_product(
      a: a.pointer, a_row: across ? 1 : a.table.stride, a_column: across ? a.table.stride : 1, b: b.pointer,
      b_row: b.table.stride, c: c.pointer, c_row: c.table.stride, rows: c.rows.count, columns: b.lanes, depth: depth,
      accumulate: adding ? 1 : 0)
    unsafe table.pointee.multiply(&call)
  }

  /// C = minus the distances of A's rows and B's columns.
  public func distances(_ a: FloatBlock, _ b: FloatBlock, meeting: Meeting, into c: FloatBlock) {
    precondition(a.rows.count == c.rows.count && a.columns == b.rows.count && b.columns == c.columns && b.lanes == c.lanes,
      "distances: shapes do not meet")
    precondition(meeting == .manhattan || (meeting == .modulus && a.columns % 2 == 0), "distances: \(a.columns) columns")
    var call = unsafe kg_float_product(
      a: a.pointer, a_row: a.table.stride, a_column: 1, b: b.pointer, b_row: b.table.stride, c: c.pointer,
      c_row: c.table.stride, rows: c.rows.count, columns: b.lanes, depth: a.columns, accumulate: 0)
    unsafe table.pointee.distance(&call, meeting.code)
  }

  /// C(i) += Σ A(i, k) · direction(B(k) - X(i)): what moves the rows X when distances to the rows B weigh A.
  public func addDirections(
    _ a: FloatBlock, across: Bool, from b: FloatBlock, to x: FloatBlock, meeting: Meeting, into c: FloatBlock
  ) {
    let depth = across ? a.rows.count : a.columns
    precondition((across ? a.columns : a.rows.count) >= c.rows.count && depth >= b.rows.count && b.columns == c.columns
      && x.columns == c.columns && x.rows.count == c.rows.count, "addDirections: shapes do not meet")
    var call = unsafe kg_direction_sum(
      a: a.pointer, a_row: across ? 1 : a.table.stride, a_column: across ? a.table.stride : 1, b: b.pointer,
      b_row: b.table.stride, x: x.pointer, x_row: x.table.stride, c: c.pointer, c_row: c.table.stride, rows: c.rows.count,
      columns: c.columns, depth: b.rows.count, meeting: meeting.code)
    unsafe table.pointee.directions(&call)
  }

  /// A (rows, pairs along a row) image times a (pairs of rows, columns) image.
  ///
  /// - Parameters:
  ///   - a: made by ``roundRows(_:into:)``, or with `across` by ``roundPairs(_:into:)`` and read as its transpose.
  ///   - aColumns: columns of the block that `a` is the image of.
  ///   - b: made by ``roundPairs(_:into:)`` of a block with the columns of `c`.
  ///   - depth: elements summed over, an odd one paired with zero.
  /// - Tolerance: 2⁻⁷ of the sum of the products' sizes, from operands of 8 bits.
  public func multiply(
    _ a: BFloatTable, columns aColumns: Int, across: Bool, _ b: BFloatTable, depth: Int, into c: FloatBlock, adding: Bool = false
  ) {
    let aStride = BFloatTable.stride(columns: aColumns), bStride = BFloatTable.stride(columns: c.columns)
    let pairs = (depth + 1) / 2, rows = c.rows.count
    precondition(across ? rows <= aColumns && pairs * 2 * aStride <= a.capacity : pairs * 2 <= aStride && rows * aStride <= a.capacity,
      "multiply: the first image is too small")
    precondition(pairs * 2 * bStride <= b.capacity, "multiply: the second image is too small")
    var call = unsafe kg_bfloat_product(
      a: a.pointer, a_row: across ? 2 : aStride, a_pair: across ? 2 * aStride : 2, b: b.pointer, b_row: 2 * bStride,
      c: c.pointer, c_row: c.table.stride, rows: rows, columns: c.lanes, pairs: pairs, accumulate: adding ? 1 : 0)
    unsafe table.pointee.multiply_bfloat(&call)
  }

  /// The image of a block, for pairs along its rows.
  public func roundRows(_ x: FloatBlock, into out: BFloatTable) {
    let stride = BFloatTable.stride(columns: x.columns)
    precondition(x.rows.count * stride <= out.capacity, "roundRows: the image is too small")
    unsafe table.pointee.round_rows(x.pointer, x.rows.count, x.lanes, x.table.stride, out.pointer, stride)
  }

  /// The image of a block, for pairs down its columns.
  public func roundPairs(_ x: FloatBlock, into out: BFloatTable) {
    let stride = BFloatTable.stride(columns: x.columns)
    precondition((x.rows.count + 1) / 2 * 2 * stride <= out.capacity, "roundPairs: the image is too small")
    unsafe table.pointee.round_pairs(x.pointer, x.rows.count, x.lanes, x.table.stride, out.pointer, 2 * stride)
  }

  /// The block as columns: row i becomes column i.
  public func transpose(_ x: FloatBlock, into out: FloatBlock) {
    precondition(x.columns == out.rows.count && x.rows.count == out.columns, "transpose: shapes do not meet")
    unsafe table.pointee.transpose(x.pointer, x.rows.count, x.columns, x.table.stride, out.pointer, out.table.stride)
  }
}
