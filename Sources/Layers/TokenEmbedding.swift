public import Kernels

/// Rows of a matrix by token id.
public struct TokenEmbedding: Sendable {
  /// (V, C).
  public let table: WeightMatrix

  public init(table: WeightMatrix) { self.table = table }

  /// `y` becomes (T, C). Traps on an id outside the table: ids from outside are checked by the tokenizer.
  public func forward(_ tokens: [Int32], into y: Activations, compute: Compute) {
    compute.lookUp(tokens, in: table, into: y)
  }
}
