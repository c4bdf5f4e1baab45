import Kernels

/// Steps rows of one table against their slopes. Rows that no step names stay as they are and cost nothing.
protocol RowOptimiser: AnyObject {
  /// What it remembers of each row.
  var memory: [FloatTable] { get }
  /// Steps one row. Different rows may be stepped from different threads at once.
  func step(row: Int, gradient: FloatTable, gradientRow: Int, rate: Float, kernels: EmbeddingKernels)
}

/// Adagrad (Duchi et al. 2011): each parameter's rate falls with the root of the sum of its squared slopes.
///
/// The two parts of a complex number share one sum: half the memory, and it ranks as well (`README.md`).
final class Adagrad: RowOptimiser {
  private let parameters, state: TableRows
  private let epsilon: Float
  var memory: [FloatTable] { [state.table] }

  /// - Parameter pairs: whether rows are complex numbers, real halves first.
  init(_ table: FloatTable, pairs: Bool, epsilon: Float = 1e-10) {
    parameters = TableRows(table)
    state = TableRows(FloatTable(rows: table.rows, columns: pairs ? table.columns / 2 : table.columns))
    self.epsilon = epsilon
  }

  func step(row: Int, gradient: FloatTable, gradientRow: Int, rate: Float, kernels: EmbeddingKernels) {
    kernels.adagrad(
      parameters, state: state, gradient: TableRows(gradient), row: row, gradientRow: gradientRow, rate: rate, epsilon: epsilon)
  }
}

/// Plain gradient descent: x -= rate · slope.
final class GradientDescent: RowOptimiser {
  private let parameters: TableRows
  var memory: [FloatTable] { [] }

  init(_ table: FloatTable) { parameters = TableRows(table) }

  func step(row: Int, gradient: FloatTable, gradientRow: Int, rate: Float, kernels: EmbeddingKernels) {
    kernels.add(row: gradientRow, of: TableRows(gradient), weight: -rate, to: row, of: parameters)
  }
}
