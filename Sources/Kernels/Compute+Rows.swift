import CKernels

/// What goes row by row. Every function splits its rows over the pool when they are worth a hand-over.
extension Compute {
  /// y = x / √(mean(x²) + ε) · w. `y` becomes (T, C); it may be `x`.
  public func rootMeanSquareNorm(_ x: Activations, weight: FloatVector, epsilon: Float, into y: Activations) {
    precondition(x.columns == weight.count, "rootMeanSquareNorm: \(x.columns) channels for \(weight.count) weights")
    y.resize(rows: x.rows, columns: x.columns)
    let width = x.columns
    forRows(x.rows, elementsEach: width) { rows in
      for t in rows { unsafe kernels.pointee.rms_norm(x.pointer + t * width, weight.pointer, epsilon, width, y.pointer + t * width) }
    }
  }

  /// The same with a weight (1, C) that is trained.
  public func rootMeanSquareNorm(_ x: Activations, weight: FloatTable, epsilon: Float, into y: Activations) {
    precondition(weight.rows == 1 && x.columns == weight.columns, "rootMeanSquareNorm: \(x.columns) channels for \(weight.columns) weights")
    y.resize(rows: x.rows, columns: x.columns)
    let width = x.columns
    forRows(x.rows, elementsEach: width) { rows in
      for t in rows { unsafe kernels.pointee.rms_norm(x.pointer + t * width, weight.pointer, epsilon, width, y.pointer + t * width) }
    }
  }

  /// y = (x + r - mean) / √(variance + ε) · w + b. `y` becomes (T, C); it may be `x`, not `r`.
  public func layerNorm(
    _ x: Activations, adding residual: Activations?, weight: FloatVector, bias: FloatVector, epsilon: Float,
    into y: Activations
  ) {
    precondition(x.columns == weight.count && bias.count == weight.count, "layerNorm: \(x.columns) channels for \(weight.count) weights")
    if let residual {
      precondition(residual.rows == x.rows && residual.columns == x.columns && residual !== y, "layerNorm: residual of another shape")
    }
    y.resize(rows: x.rows, columns: x.columns)
    let width = x.columns
    forRows(x.rows, elementsEach: width) { rows in
      for t in rows {
        unsafe kernels.pointee.layer_norm(
          x.pointer + t * width, residual.map { unsafe UnsafePointer($0.pointer + t * width) }, weight.pointer, bias.pointer,
          epsilon, width, y.pointer + t * width)
      }
    }
  }

  /// The same with a weight and bias (1, C) that are trained.
  public func layerNorm(_ x: Activations, weight: FloatTable, bias: FloatTable, epsilon: Float, into y: Activations) {
    precondition(weight.rows == 1 && x.columns == weight.columns && bias.columns == weight.columns, "layerNorm: \(x.columns) channels for \(weight.columns) weights")
    y.resize(rows: x.rows, columns: x.columns)
    let width = x.columns
    forRows(x.rows, elementsEach: width) { rows in
      for t in rows {
        unsafe kernels.pointee.layer_norm(
          x.pointer + t * width, nil, weight.pointer, bias.pointer, epsilon, width, y.pointer + t * width)
      }
    }
  }

  /// y = silu(gate) · up. `y` takes their shape and may be either.
  public func swiglu(gate: Activations, up: Activations, into y: Activations) {
    precondition(gate.rows == up.rows && gate.columns == up.columns, "swiglu: gate and up of different shapes")
    y.resize(rows: gate.rows, columns: gate.columns)
    let width = gate.columns
    forRows(gate.rows, elementsEach: width * 4) { rows in
      let at = rows.lowerBound * width
      unsafe kernels.pointee.swiglu(gate.pointer + at, up.pointer + at, rows.count * width, y.pointer + at)
    }
  }

  /// x · Φ(x) in place, the error function within 10⁻⁶.
  public func gelu(_ x: Activations) {
    let width = x.columns
    forRows(x.rows, elementsEach: width * 4) { rows in
      unsafe kernels.pointee.gelu(x.pointer + rows.lowerBound * width, rows.count * width)
    }
  }

  /// y += x.
  public func add(_ x: Activations, to y: Activations) {
    precondition(x.rows == y.rows && x.columns == y.columns, "add: \(x.rows) by \(x.columns) to \(y.rows) by \(y.columns)")
    let width = x.columns
    forRows(x.rows, elementsEach: width) { rows in
      let at = rows.lowerBound * width
      unsafe kernels.pointee.add(x.pointer + at, rows.count * width, y.pointer + at)
    }
  }

  /// y += v, one row's worth of `v` after the other: `v` has as many elements as `y`.
  public func add(_ v: FloatVector, to y: Activations) {
    precondition(v.count == y.rows * y.columns, "add: \(v.count) elements to \(y.rows) by \(y.columns)")
    let width = y.columns
    forRows(y.rows, elementsEach: width) { rows in
      let at = rows.lowerBound * width
      unsafe kernels.pointee.add(v.pointer + at, rows.count * width, y.pointer + at)
    }
  }

  /// Each row to probabilities, in place; the largest score is subtracted first, so nothing overflows.
  public func softmax(_ x: Activations) {
    let width = x.columns
    forRows(x.rows, elementsEach: width * 4) { rows in
      for t in rows { unsafe kernels.pointee.softmax(x.pointer + t * width, width) }
    }
  }

  /// Turns pairs of channels of every head of some rows of `x` (T, H·D), in place.
  ///
  /// - Parameters:
  ///   - cosines: (positions, D/2), and so are `sines`.
  ///   - start: the position of the first of `rows`.
  ///   - halves: whether channels i and i + D/2 are a pair, else 2i and 2i + 1.
  ///   - backwards: whether the turns are undone, as slopes want it.
  public func rotate(
    _ x: Activations, rows: Range<Int>, cosines: FloatVector, sines: FloatVector, start: Int, headSize: Int, halves: Bool,
    backwards: Bool = false
  ) {
    precondition(headSize > 0 && headSize % 2 == 0 && x.columns % headSize == 0, "rotate: \(x.columns) channels, heads of \(headSize)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rows, "rotate: rows \(rows) of \(x.rows)")
    let half = headSize / 2, width = x.columns
    precondition(start >= 0 && (start + rows.count) * half <= min(cosines.count, sines.count), "rotate: position \(start + rows.count)")
    forRows(rows.count, elementsEach: width) { part in
      for i in part {
        let angle = (start + i) * half
        let turn = unsafe backwards ? gradientKernels.pointee.rotate_back : kernels.pointee.rotate
        unsafe turn!(
          x.pointer + (rows.lowerBound + i) * width, cosines.pointer + angle, sines.pointer + angle, width / headSize,
          headSize, halves ? 1 : 0)
      }
    }
  }

  /// Rows of a matrix by index: `y` becomes (`indices.count`, K).
  public func lookUp(_ indices: [Int32], in table: WeightMatrix, into y: Activations) {
    for index in indices { precondition(index >= 0 && Int(index) < table.rows, "lookUp: row \(index) of \(table.rows)") }
    y.resize(rows: indices.count, columns: table.columns)
    forRows(indices.count, elementsEach: table.columns * 4) { rows in
      for t in rows { unsafe table.row(Int(indices[t]), into: y.row(t)) }
    }
  }
}
