import Memory

/// A (T, C) float32 row-major matrix with a fixed capacity, which layers read and write.
///
/// A class, so that it can live in arrays and be passed on without copying. It belongs to one computation at a
/// time: nothing in it is locked.
public final class Activations {
  /// Positions, T.
  public private(set) var rows: Int
  /// Channels, C.
  public private(set) var columns: Int
  /// Elements that fit; `rows * columns` never exceeds it.
  public let capacity: Int

  private let storage: AlignedBuffer<Float>
  private var image: QuantizedRows?
  private var rounded: BFloatRows?
  private var attentionScratch: KeyValueStore?
  private var floats: FloatScratch?

  /// Makes a zeroed matrix; its first shape is its capacity.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "Activations: negative shape \(rows) by \(columns)")
    self.rows = rows
    self.columns = columns
    capacity = rows * columns
    storage = AlignedBuffer(count: capacity)
  }

  /// Gives the matrix another shape. The elements are unspecified afterwards. Traps past the capacity.
  public func resize(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0 && rows * columns <= capacity,
      "Activations: \(rows) by \(columns) does not fit into \(capacity) elements")
    self.rows = rows
    self.columns = columns
  }

  /// The first element's address. Valid while this object lives.
  @unsafe public var pointer: UnsafeMutablePointer<Float> { unsafe storage.pointer }

  /// The elements of one row.
  public func row(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(index >= 0 && index < rows, "Activations: row \(index) of \(rows)")
    return unsafe UnsafeMutableBufferPointer(start: storage.pointer + index * columns, count: columns)
  }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "Activations: no element \(row), \(column)")
      return unsafe storage.pointer[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "Activations: no element \(row), \(column)")
      unsafe storage.pointer[row * columns + column] = newValue
    }
  }

  /// A copy of one row.
  public func copy(row index: Int) -> [Float] { unsafe Array(row(index)) }

  /// Overwrites one row with `values`, which must be as many as the columns.
  public func set(row index: Int, to values: [Float]) {
    precondition(values.count == columns, "Activations: \(values.count) values for \(columns) columns")
    _ = unsafe row(index).update(from: values)
  }

  /// Takes the shape and the elements of another matrix.
  public func copy(from other: Activations) {
    precondition(other !== self, "Activations: a copy of itself")
    resize(rows: other.rows, columns: other.columns)
    unsafe storage.pointer.update(from: other.storage.pointer, count: rows * columns)
  }

  /// Forgets all rows but the first `count`, which stay as they are.
  public func keepRows(_ count: Int) {
    precondition(count >= 0 && count <= rows, "Activations: \(count) of \(rows) rows")
    rows = count
  }

  /// Forgets all rows but the last, which becomes the first.
  public func moveLastRowToFirst() {
    precondition(rows > 0, "Activations: no rows")
    if rows > 1 { _ = unsafe row(0).update(fromContentsOf: row(rows - 1)) }
    rows = 1
  }

  /// Scratch for the 8-bit image of this shape, kept for the next product.
  func quantizedRows() -> QuantizedRows {
    if let image, image.fits(rows: rows, columns: columns) { return image }
    let fresh = QuantizedRows(
      blocks: max(QuantizedRows.blocks(rows: rows, columns: columns), (capacity + 63) / 64 * 2))
    image = fresh
    return fresh
  }

  /// Scratch for this shape rounded to bfloat16, kept for the next product.
  func bfloatRows() -> BFloatRows {
    if let rounded, rounded.fits(rows: rows, columns: columns) { return rounded }
    let fresh = BFloatRows(capacity: max(rows * BFloatRows.stride(columns: columns), capacity))
    rounded = fresh
    return fresh
  }

  /// Scratch for these rows as float16 keys or values, kept for the next layer.
  func attentionStore(heads: Int, headSize: Int, blocks: Int) -> KeyValueStore {
    if let attentionScratch, attentionScratch.heads == heads, attentionScratch.headSize == headSize,
      attentionScratch.blocks >= blocks
    {
      return attentionScratch
    }
    let fresh = KeyValueStore(slots: 1, heads: heads, headSize: headSize, blocks: blocks)
    attentionScratch = fresh
    return fresh
  }

  /// Scratch of at least so many floats, kept for the next layer.
  func floatScratch(_ count: Int) -> FloatScratch {
    if let floats, floats.count >= count { return floats }
    let fresh = FloatScratch(count: count)
    floats = fresh
    return fresh
  }

  /// Takes the shape (`indices.count`, C) and row `indices[i]` of `source` as row i.
  public func gather(_ indices: [Int], from source: Activations) {
    precondition(source !== self, "Activations: cannot gather from itself")
    resize(rows: indices.count, columns: source.columns)
    for (i, index) in indices.enumerated() { _ = unsafe row(i).update(fromContentsOf: source.row(index)) }
  }
}

/// Floats that belong to a computation while it runs.
final class FloatScratch {
  let count: Int
  private let storage: AlignedBuffer<Float>

  init(count: Int) {
    self.count = count
    storage = AlignedBuffer(count: count)
  }

  @unsafe var pointer: UnsafeMutablePointer<Float> { unsafe storage.pointer }
}
