import Glibc
import Kernels

/// AdamW (Loshchilov and Hutter 2019), lazily: a row's moments and decay advance when the row is stepped, and its bias
/// is corrected by its own number of steps.
final class AdamW: RowOptimiser {
  private let parameters, first, second: TableRows
  private let steps: FloatTable  // (rows, 1): rows are stepped from several threads
  private let decay: Float
  var memory: [FloatTable] { [first.table, second.table, steps] }
  private let beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8

  init(_ table: FloatTable, decay: Float) {
    parameters = TableRows(table)
    first = TableRows(FloatTable(rows: table.rows, columns: table.columns))
    second = TableRows(FloatTable(rows: table.rows, columns: table.columns))
    steps = FloatTable(rows: table.rows, columns: 1)
    self.decay = decay
  }

  func step(row: Int, gradient: FloatTable, gradientRow: Int, rate: Float, kernels: EmbeddingKernels) {
    steps[row, 0] += 1
    let count = steps[row, 0]
    kernels.adamW(
      parameters, first: first, second: second, gradient: TableRows(gradient), row: row, gradientRow: gradientRow, rate: rate,
      decay: decay, beta1: beta1, beta2: beta2, correction1: 1 / (1 - powf(beta1, count)),
      correction2: 1 / (1 - powf(beta2, count)), epsilon: epsilon)
  }
}
