public import Kernels

/// Rows of a matrix by token id.
public struct TokenEmbedding: Sendable {
  /// (V, C).
  public let table: WeightMatrix

  public init(table: WeightMatrix) { self.table = table }

  /// `y` becomes (T, C). Traps on an id outside the table: ids from outside are checked by the tokenizer.
  public func forward(_ tokens: [Int32], into y: Activations, compute: Compute) {
    y.resize(rows: tokens.count, columns: table.columns)
    for (t, token) in tokens.enumerated() { unsafe table.row(Int(token), into: y.row(t)) }
  }
}
