import CKernels

/// What goes row by row: the products that make queries, regularisers, and the steps of optimisers.
extension EmbeddingKernels {
  /// out(i) (+)= a(i) · b(i) as complex numbers, real halves first; with `conjugate`, conj(a(i)) · b(i).
  public func complexProduct(
    _ a: TableRows, _ b: TableRows, conjugate: Bool = false, adding: Bool = false, into out: TableRows, rows: Range<Int>
  ) {
    precondition(a.columns == b.columns && out.columns == a.columns && a.columns % 2 == 0, "complexProduct: widths differ")
    for i in rows {
      unsafe table.pointee.complex_product(
        a.pointer(i), b.pointer(i), a.columns / 2, conjugate ? 1 : 0, adding ? 1 : 0, out.pointer(i))
    }
  }

  /// out(i) (+)= a(i) · b(i), element by element.
  public func elementProduct(_ a: TableRows, _ b: TableRows, adding: Bool = false, into out: TableRows, rows: Range<Int>) {
    precondition(a.columns == b.columns && out.columns == a.columns, "elementProduct: widths differ")
    for i in rows {
      unsafe table.pointee.hadamard(a.pointer(i), b.pointer(i), a.columns, adding ? 1 : 0, out.pointer(i))
    }
  }

  /// y(i) += weight · x(i).
  public func add(_ x: TableRows, weight: Float = 1, to y: TableRows, rows: Range<Int>) {
    for i in rows { add(row: i, of: x, weight: weight, to: i, of: y) }
  }

  /// y(j) += weight · x(i).
  public func add(row i: Int, of x: TableRows, weight: Float = 1, to j: Int, of y: TableRows) {
    precondition(x.columns == y.columns, "add: widths differ")
    unsafe table.pointee.add(x.pointer(i), x.columns, weight, y.pointer(j))
  }

  /// y(i) = x(i).
  public func copy(_ x: TableRows, to y: TableRows, rows: Range<Int>) {
    precondition(x.columns == y.columns, "copy: widths differ")
    for i in rows { unsafe y.pointer(i).update(from: x.pointer(i), count: x.columns) }
  }

  /// gradient(i) += the slope of weight · Σ |x(i)|^power; returns the sum of that over the rows.
  ///
  /// - Parameter pairs: whether |x| is the modulus of complex numbers, real halves first.
  public func powerNorm(
    _ x: TableRows, power: Int, pairs: Bool, weight: Float, gradient: TableRows, rows: Range<Int>
  ) -> Double {
    precondition((power == 2 || power == 3) && x.columns == gradient.columns && (!pairs || x.columns % 2 == 0), "powerNorm: power \(power)")
    var total = 0.0
    for i in rows {
      unsafe total += table.pointee.power_norm(
        x.pointer(i), x.columns, Int32(power), pairs ? 1 : 0, weight, gradient.pointer(i))
    }
    return total
  }

  /// One step of Adagrad on a row.
  ///
  /// A state half as wide as the row holds one value for each complex number, real halves first: the mean of its parts'
  /// squared slopes, so that a number's rate does not hang on its angle.
  public func adagrad(_ x: TableRows, state: TableRows, gradient: TableRows, row: Int, gradientRow: Int, rate: Float, epsilon: Float) {
    precondition(x.columns == gradient.columns && (x.columns == state.columns || x.columns == 2 * state.columns), "adagrad: widths differ")
    let step = unsafe x.columns == state.columns ? table.pointee.adagrad! : table.pointee.adagrad_pairs!
    unsafe step(x.pointer(row), state.pointer(row), gradient.pointer(gradientRow), state.columns, rate, epsilon)
  }

  /// One step of AdamW on a row that has been stepped `step` times before (Loshchilov and Hutter 2019).
  public func adamW(
    _ x: TableRows, first: TableRows, second: TableRows, gradient: TableRows, row: Int, gradientRow: Int, rate: Float,
    decay: Float, beta1: Float, beta2: Float, correction1: Float, correction2: Float, epsilon: Float
  ) {
    precondition(x.columns == gradient.columns && x.columns == first.columns && x.columns == second.columns, "adamW: widths differ")
    var settings = kg_adamw(
      rate: rate, decay: decay, beta1: beta1, beta2: beta2, correction1: correction1, correction2: correction2, epsilon: epsilon)
    unsafe table.pointee.adamw(
      x.pointer(row), first.pointer(row), second.pointer(row), gradient.pointer(gradientRow), x.columns, &settings)
  }
}
