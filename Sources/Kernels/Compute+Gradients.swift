import CKernels
import Memory

/// The backward of what goes row by row. dx, dy: slopes of the loss by x and y.
extension Compute {
  /// dgate and dup become the slopes of silu(gate) · up; either may be its input.
  public func swigluGradient(
    gate: Activations, up: Activations, slopes dy: Activations, gate dgate: Activations, up dup: Activations
  ) {
    precondition(dy.rows == gate.rows && dy.columns == gate.columns && up.rows == gate.rows && up.columns == gate.columns,
      "swigluGradient: shapes differ")
    dgate.resize(rows: gate.rows, columns: gate.columns)
    dup.resize(rows: gate.rows, columns: gate.columns)
    let width = gate.columns
    forRows(gate.rows, elementsEach: width * 4) { rows in
      let at = rows.lowerBound * width
      unsafe gradientKernels.pointee.swiglu_gradient(
        gate.pointer + at, up.pointer + at, dy.pointer + at, rows.count * width, dgate.pointer + at, dup.pointer + at)
    }
  }

  /// dy becomes the slopes of x, y being x · Φ(x).
  public func geluGradient(_ x: Activations, slopes dy: Activations) {
    precondition(dy.rows == x.rows && dy.columns == x.columns, "geluGradient: shapes differ")
    let width = x.columns
    forRows(x.rows, elementsEach: width * 4) { rows in
      let at = rows.lowerBound * width
      unsafe gradientKernels.pointee.gelu_gradient(x.pointer + at, rows.count * width, dy.pointer + at)
    }
  }

  /// dx (+)= the slopes of x, y being its ``rootMeanSquareNorm(_:weight:epsilon:into:)``. `dx` may be `dy`, not `x`.
  public func rootMeanSquareNormGradient(
    _ x: Activations, weight: FloatVector, epsilon: Float, slopes dy: Activations, into dx: Activations, adding: Bool = false
  ) {
    precondition(weight.count == x.columns, "rootMeanSquareNormGradient: \(weight.count) weights")
    unsafe rootMeanSquareNormGradient(x, weight.pointer, epsilon, dy, dx, adding, nil)
  }

  /// The same for a norm whose weight (1, C) is trained: `weightSlopes` grows by its slopes.
  public func rootMeanSquareNormGradient(
    _ x: Activations, weight: FloatTable, epsilon: Float, slopes dy: Activations, into dx: Activations, adding: Bool = false,
    weightSlopes: FloatTable?
  ) {
    precondition(weight.columns == x.columns && weight.rows == 1 && weightSlopes?.columns ?? x.columns == x.columns,
      "rootMeanSquareNormGradient: \(weight.columns) weights")
    unsafe rootMeanSquareNormGradient(x, UnsafePointer(weight.pointer), epsilon, dy, dx, adding, weightSlopes)
  }

  @unsafe private func rootMeanSquareNormGradient(
    _ x: Activations, _ weight: UnsafePointer<Float>, _ epsilon: Float, _ dy: Activations, _ dx: Activations, _ adding: Bool,
    _ slopes: FloatTable?
  ) {
    let width = prepare(dx, for: x, dy, adding: adding)
    inParts(of: x.rows, summing: slopes.map { [$0] } ?? [], width: width) { rows, memory, sums in
      for t in rows {
        let at = t * width
        unsafe gradientKernels.pointee.rms_norm_gradient(
          x.pointer + at, weight, dy.pointer + at, epsilon, width, adding ? 1 : 0, dx.pointer + at,
          slopes == nil ? nil : memory.floats(at: sums))
      }
    }
  }

  /// dx (+)= the slopes of x, y being its layer norm; x is the sum that was normalised. `dx` may be `dy`, not `x`.
  ///
  /// - Parameters:
  ///   - weight: (1, C).
  ///   - weightSlopes: (1, C) grows by the slopes of the weight, `biasSlopes` by those of the bias; nil where they are frozen.
  public func layerNormGradient(
    _ x: Activations, weight: FloatTable, epsilon: Float, slopes dy: Activations, into dx: Activations, adding: Bool = false,
    weightSlopes: FloatTable?, biasSlopes: FloatTable?
  ) {
    let width = prepare(dx, for: x, dy, adding: adding)
    precondition(weight.rows == 1 && weight.columns == width && weightSlopes?.columns ?? width == width
      && biasSlopes?.columns ?? width == width && (weightSlopes == nil) == (biasSlopes == nil), "layerNormGradient: \(weight.columns) weights")
    let targets = [weightSlopes, biasSlopes].compactMap { $0 }
    inParts(of: x.rows, summing: targets, width: width) { rows, memory, sums in
      for t in rows {
        let at = t * width
        unsafe gradientKernels.pointee.layer_norm_gradient(
          x.pointer + at, weight.pointer, dy.pointer + at, epsilon, width, adding ? 1 : 0, dx.pointer + at,
          targets.isEmpty ? nil : memory.floats(at: sums), targets.isEmpty ? nil : memory.floats(at: sums + 4 * width))
      }
    }
  }

  private func prepare(_ dx: Activations, for x: Activations, _ dy: Activations, adding: Bool) -> Int {
    precondition(dy.rows == x.rows && dy.columns == x.columns && dx !== x, "norm's gradient: shapes differ")
    if adding {
      precondition(dx.rows == x.rows && dx.columns == x.columns && dx !== dy, "norm's gradient: adding to another shape")
    } else {
      dx.resize(rows: x.rows, columns: x.columns)
    }
    return x.columns
  }

  /// Cuts rows into at most eight parts by their number alone; each sums into vectors of its own, which are added to the
  /// targets in the parts' order: the same bits with any number of threads.
  private func inParts(
    of rows: Int, summing targets: [FloatTable], width: Int,
    _ body: (_ rows: Range<Int>, _ memory: ProductMemory.Lent, _ firstByte: Int) -> Void
  ) {
    let each = max(16, (rows + 7) / 8), parts = (rows + each - 1) / each, own = targets.count * width
    ProductMemory.lend(max(1, parts * own * 4)) { memory in
      unsafe memory.floats().update(repeating: 0, count: parts * own)
      pool.run(parts) { part in body(part * each..<min(rows, (part + 1) * each), memory, 4 * part * own) }
      for part in 0..<parts {
        for (i, target) in targets.enumerated() {
          unsafe kernels.pointee.add(memory.floats() + part * own + i * width, width, target.pointer)
        }
      }
    }
  }

  /// sums (1, N) += the sum of the rows of dy (T, N): the slopes of a bias.
  public func addColumnSums(of dy: Activations, to sums: FloatTable) {
    precondition(sums.rows == 1 && sums.columns == dy.columns, "addColumnSums: \(dy.columns) columns to \(sums.columns)")
    let width = dy.columns, each = 256
    pool.run((width + each - 1) / each) { task in
      let first = task * each, count = min(each, width - first)
      for t in 0..<dy.rows { unsafe kernels.pointee.add(dy.pointer + t * width + first, count, sums.pointer + first) }
    }
  }

  /// y (T, N) += the one row of v (1, N): a bias.
  public func addToRows(_ v: FloatTable, of y: Activations) {
    precondition(v.rows == 1 && v.columns == y.columns, "addToRows: \(v.columns) elements to \(y.columns) columns")
    let width = y.columns
    forRows(y.rows, elementsEach: width) { rows in
      for t in rows { unsafe kernels.pointee.add(v.pointer, width, y.pointer + t * width) }
    }
  }

  /// Row `indices[t]` of the table += row t of dy: the slopes of an embedding.
  public func addRows(_ dy: Activations, to table: FloatTable, at indices: [Int32]) {
    precondition(indices.count == dy.rows && table.columns == dy.columns, "addRows: \(indices.count) places for \(dy.rows) rows")
    for index in indices { precondition(index >= 0 && Int(index) < table.rows, "addRows: row \(index) of \(table.rows)") }
    let width = dy.columns, each = 64
    // By columns: rows may meet the same place, and are added in their order.
    pool.run((width + each - 1) / each) { task in
      let first = task * each, count = min(each, width - first)
      for (t, index) in indices.enumerated() {
        unsafe kernels.pointee.add(dy.pointer + t * width + first, count, table.pointer + Int(index) * table.stride + first)
      }
    }
  }

  /// Row t of y (T, C) = row `indices[t]` of the table, or with `adding` that much more.
  public func gatherRows(_ table: FloatTable, at indices: [Int32], into y: Activations, adding: Bool = false) {
    if adding {
      precondition(y.rows == indices.count && y.columns == table.columns, "gatherRows: adding to another shape")
    } else {
      y.resize(rows: indices.count, columns: table.columns)
    }
    for (t, index) in indices.enumerated() {
      precondition(index >= 0 && Int(index) < table.rows, "gatherRows: row \(index) of \(table.rows)")
      let from = unsafe table.pointer + Int(index) * table.stride, to = unsafe y.pointer + t * y.columns
      if adding { unsafe kernels.pointee.add(from, y.columns, to) } else { unsafe to.update(from: from, count: y.columns) }
    }
  }

  /// Zeroes a share of the elements, drawn from the seed, and scales the others so that the mean stays. The same call gives
  /// the same places, so it is its own backward.
  ///
  /// - Parameter share: 0 ..< 1; 0 leaves everything as it is.
  public func dropOut(_ x: Activations, share: Float, seed: UInt32) {
    precondition(share >= 0 && share < 1, "dropOut: a share of \(share)")
    if share == 0 { return }
    let width = x.columns, threshold = UInt32(Double(share) * 4_294_967_296), scale = 1 / (1 - share)
    forRows(x.rows, elementsEach: width) { rows in
      let at = rows.lowerBound * width
      unsafe gradientKernels.pointee.dropout(x.pointer + at, rows.count * width, seed, UInt64(at), threshold, scale)
    }
  }

  /// Scores (T, V) become weight · (softmax - target) row by row: the slopes of weight · the cross entropy.
  ///
  /// - Parameters:
  ///   - targets: a place for each row; below 0 the row counts nothing and its slopes are 0.
  ///   - smoothing: 0 ..< 1, the share of the target that is spread over all places.
  /// - Returns: the sum of the counted rows' cross entropies, not weighted, in nats.
  public func crossEntropy(_ scores: Activations, targets: [Int32], smoothing: Float, weight: Float) -> Double {
    precondition(targets.count == scores.rows && smoothing >= 0 && smoothing < 1, "crossEntropy: \(targets.count) targets for \(scores.rows) rows")
    let width = scores.columns
    var losses = [Double](repeating: 0, count: scores.rows)
    unsafe losses.withUnsafeMutableBufferPointer { losses in
      let out = unsafe losses
      forRows(scores.rows, elementsEach: width * 4) { rows in
        for t in rows {
          let row = unsafe scores.pointer + t * width, target = Int(targets[t])
          precondition(target < width, "crossEntropy: target \(target) of \(width)")
          if target < 0 { unsafe row.update(repeating: 0, count: width) } else {
            unsafe out[t] = gradientKernels.pointee.cross_entropy(row, width, target, smoothing, weight)
          }
        }
      }
    }
    return losses.reduce(0, +)
  }

  /// Σ x² over all elements.
  public func sumOfSquares(_ x: FloatMatrix) -> Double {
    var total = 0.0
    for row in 0..<x.rows { unsafe total += gradientKernels.pointee.sum_of_squares(x.pointer + row * x.stride, x.columns) }
    return total
  }

  /// x · factor in place.
  public func scale(_ x: FloatMatrix, by factor: Float) {
    forRows(x.rows, elementsEach: x.columns) { rows in
      for row in rows { unsafe gradientKernels.pointee.scale(x.pointer + row * x.stride, x.columns, factor) }
    }
  }

  /// y += weight · x, of the same shape.
  public func add(_ x: FloatMatrix, weight: Float = 1, to y: FloatMatrix) {
    precondition(x.rows == y.rows && x.columns == y.columns, "add: \(x.rows) by \(x.columns) to \(y.rows) by \(y.columns)")
    forRows(x.rows, elementsEach: x.columns) { rows in
      for row in rows {
        unsafe embeddingKernels.pointee.add(x.pointer + row * x.stride, x.columns, weight, y.pointer + row * y.stride)
      }
    }
  }

  /// One step of AdamW on a whole table (Loshchilov and Hutter 2019).
  ///
  /// - Parameter corrections: 1 / (1 - βᵗ) for both moments.
  public func adamW(
    _ values: FloatTable, slopes: FloatTable, first: FloatTable, second: FloatTable, rate: Float, decay: Float, beta1: Float, beta2: Float,
    corrections: (Float, Float), epsilon: Float
  ) {
    for other in [slopes, first, second] {
      precondition(other.rows == values.rows && other.columns == values.columns, "adamW: \(other.rows) by \(other.columns) for \(values.rows) by \(values.columns)")
    }
    let settings = kg_adamw(
      rate: rate, decay: decay, beta1: beta1, beta2: beta2, correction1: corrections.0, correction2: corrections.1, epsilon: epsilon)
    forRows(values.rows, elementsEach: values.columns * 2) { rows in
      var settings = settings
      for row in rows {
        let at = row * values.stride
        unsafe embeddingKernels.pointee.adamw(
          values.pointer + at, first.pointer + at, second.pointer + at, slopes.pointer + at, values.columns, &settings)
      }
    }
  }
}
