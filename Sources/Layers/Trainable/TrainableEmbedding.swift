public import Kernels

/// Rows of a table by number, with a table that is trained.
public final class TrainableEmbedding {
  /// (V, C).
  public let table: Parameter

  /// Zeroed.
  public init(_ name: String, rows: Int, columns: Int) { table = Parameter(name, rows: rows, columns: columns) }

  public var parameters: [Parameter] { [table] }

  /// `y` becomes (T, C), or with `adding` grows by that.
  public func forward(_ indices: [Int32], into y: Activations, adding: Bool = false, pass: TrainingPass) {
    pass.compute.gatherRows(table.values, at: indices, into: y, adding: adding)
  }

  /// - Parameter dy: (T, C) slopes of the rows that were looked up.
  public func backward(_ dy: Activations, indices: [Int32], pass: TrainingPass) {
    if table.isTrained { pass.compute.addRows(dy, to: table.gradient, at: indices) }
  }
}
