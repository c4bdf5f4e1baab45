public import Kernels

/// A float32 matrix that training changes, and the slope of the loss by each of its elements.
///
/// Backward passes add to the gradient; an optimiser reads and clears it. Vectors are one row. A class that is not locked:
/// one training at a time.
public final class Parameter {
  /// Unique within a model; what checkpoints and files of weights call it.
  public let name: String
  /// (rows, columns).
  public let values: FloatTable
  /// The same shape. Memory that no backward touches is never committed.
  public let gradient: FloatTable
  /// Whether backward passes reach it and optimisers step it.
  public var isTrained = true

  /// Zeroed.
  public init(_ name: String, rows: Int = 1, columns: Int) {
    self.name = name
    values = FloatTable(rows: rows, columns: columns)
    gradient = FloatTable(rows: rows, columns: columns)
  }

  public var rows: Int { values.rows }
  public var columns: Int { values.columns }
  public var count: Int { rows * columns }

  /// Every element the same.
  @discardableResult public func fill(_ value: Float) -> Parameter {
    for row in 0..<rows { values.set(row: row, to: [Float](repeating: value, count: columns)) }
    return self
  }

  /// Normally distributed around 0.
  @discardableResult public func fillNormally(deviation: Float, using random: inout SeededGenerator) -> Parameter {
    for row in 0..<rows { values.set(row: row, to: (0..<columns).map { _ in random.normal() * deviation }) }
    return self
  }

  /// Evenly distributed in -limit ..< limit.
  @discardableResult public func fillEvenly(limit: Float, using random: inout SeededGenerator) -> Parameter {
    for row in 0..<rows { values.set(row: row, to: (0..<columns).map { _ in (2 * Float(random.unit()) - 1) * limit }) }
    return self
  }

  /// Row after row; as many as there are elements.
  @discardableResult public func fill(with elements: [Float]) -> Parameter {
    precondition(elements.count == count, "Parameter \(name): \(elements.count) values for \(rows) by \(columns)")
    for row in 0..<rows { values.set(row: row, to: Array(elements[row * columns..<(row + 1) * columns])) }
    return self
  }

  /// A copy, row after row.
  public var elements: [Float] { (0..<rows).flatMap { values.copy(row: $0) } }

  /// Zeroes the gradient.
  public func clearGradient() { gradient.clear(rows: 0..<rows) }

  /// The gradient where it is wanted.
  var wanted: FloatTable? { isTrained ? gradient : nil }
}
