import CKernels

/// Products of float matrices in the three shapes of a layer's forward and backward: x·Wᵀ, dy·W and dyᵀ·x.
extension Compute {
  @unsafe var embeddingKernels: UnsafePointer<kg_embedding_kernels> { unsafe kg_embedding_kernels_for(instructionSet.level)! }
  @unsafe var gradientKernels: UnsafePointer<kg_gradient_kernels> { unsafe kg_gradient_kernels_for(instructionSet.level)! }

  /// C (M, N) = A · B, or C += A · B.
  ///
  /// Columns of B are packed 32 at a time, a stretch of the depth that fits into the first-level cache; the same bits
  /// come out whatever the number of threads.
  ///
  /// - Parameters:
  ///   - a: (M, K), or with `across` (K, M) read as its transpose.
  ///   - b: (K, N), or with `turned` (N, K) read as its transpose.
  ///   - c: (M, N); must not overlap the others.
  ///   - precision: with `bfloat16` both operands are rounded first; an odd K that is not `across` is computed in float32.
  /// - Complexity: 2·M·N·K operations; packing moves K·N values.
  /// - Tolerance: sums in float32 in order of the depth; with `bfloat16` 2⁻⁷ of the sum of the products' sizes.
  public func multiply(
    _ a: FloatMatrix, across: Bool = false, _ b: FloatMatrix, turned: Bool = false, into c: FloatMatrix, adding: Bool = false,
    precision: ProductPrecision = .float32
  ) {
    let rows = across ? a.columns : a.rows, depth = across ? a.rows : a.columns, columns = turned ? b.rows : b.columns
    precondition((turned ? b.columns : b.rows) == depth && c.rows == rows && c.columns == columns,
      "multiply: \(rows) by \(depth) times \(turned ? b.columns : b.rows) by \(columns) into \(c.rows) by \(c.columns)")
    if rows == 0 || columns == 0 { return }
    if depth == 0 { return adding ? () : clear(c) }
    // A few rows do not pay for packing.
    let direct = precision == .float32 && !turned && rows <= 24 && columns % 16 == 0
    let call = FloatProduct(a: a, across: across, b: b, turned: turned, c: c, adding: adding, rows: rows, columns: columns, depth: depth)
    if direct { return multiplyDirectly(call) }
    if precision == .bfloat16, across || depth % 2 == 0 { multiplyRounded(call) } else { multiplyPacked(call) }
  }

  /// Zeroes a matrix.
  public func clear(_ c: FloatMatrix) {
    for row in 0..<c.rows { unsafe (c.pointer + row * c.stride).update(repeating: 0, count: c.columns) }
  }

  private func multiplyDirectly(_ call: FloatProduct) {
    let parts = forTasks(panels: (call.columns + 31) / 32, rows: 1)
    pool.run(parts.count) { task in
      let first = parts[task].panels.lowerBound * 32, last = min(parts[task].panels.upperBound * 32, call.columns)
      var product = unsafe kg_float_product(
        a: call.a.pointer, a_row: call.across ? 1 : call.a.stride, a_column: call.across ? call.a.stride : 1,
        b: call.b.pointer + first, b_row: call.b.stride, c: call.c.pointer + first, c_row: call.c.stride, rows: call.rows,
        columns: last - first, depth: call.depth, accumulate: call.adding ? 1 : 0)
      unsafe embeddingKernels.pointee.multiply(&product)
    }
  }

  private func multiplyPacked(_ call: FloatProduct) {
    let kernels = unsafe embeddingKernels.pointee, packing = unsafe gradientKernels.pointee
    let row = call.across ? 1 : call.a.stride, column = call.across ? call.a.stride : 1
    forStretches(call, depthEach: 256, bytesEach: 4) { stretch in
      let b = unsafe call.b(of: stretch), packed = unsafe stretch.memory.floats(), depth = stretch.depth
      if call.turned {
        unsafe packing.pack_turned(b, call.b.stride, depth.count, stretch.valid, packed)
      } else {
        unsafe packing.pack(b, call.b.stride, depth.count, stretch.valid, packed)
      }
      let first = stretch.rows.lowerBound * row + depth.lowerBound * column
      var product = unsafe kg_float_product(
        a: call.a.pointer + first, a_row: row, a_column: column, b: packed, b_row: 32, c: stretch.target, c_row: stretch.stride,
        rows: stretch.rows.count, columns: stretch.lanes, depth: depth.count, accumulate: stretch.adds ? 1 : 0)
      unsafe kernels.multiply(&product)
    }
  }

  private func multiplyRounded(_ call: FloatProduct) {
    let kernels = unsafe embeddingKernels.pointee, packing = unsafe gradientKernels.pointee
    // The image of A in pairs along the depth: as it lies, or neighbouring rows interleaved.
    let width = call.across ? 2 * call.rows : call.depth, stride = width % 128 == 0 ? width + 32 : width
    let lines = call.across ? (call.depth + 1) / 2 : call.rows
    ProductMemory.lend(2 * lines * stride) { image in
      let chunk = max(1, 32_768 / width)
      pool.run((lines + chunk - 1) / chunk) { task in
        let first = task * chunk, count = min(chunk, lines - first), out = unsafe image.halves() + first * stride
        if call.across {
          let each = min(2 * count, call.depth - 2 * first)
          unsafe kernels.round_pairs(call.a.pointer + 2 * first * call.a.stride, each, call.rows, call.a.stride, out, stride)
        } else {
          unsafe kernels.round_rows(call.a.pointer + first * call.a.stride, count, call.depth, call.a.stride, out, stride)
        }
      }
      let row = call.across ? 2 : stride, pair = call.across ? stride : 2
      forStretches(call, depthEach: 512, bytesEach: 2) { stretch in
        let b = unsafe call.b(of: stretch), packed = unsafe stretch.memory.halves(), depth = stretch.depth
        if call.turned {
          unsafe packing.pack_turned_pairs(b, call.b.stride, depth.count, stretch.valid, packed)
        } else {
          unsafe packing.pack_pairs(b, call.b.stride, depth.count, stretch.valid, packed)
        }
        let first = stretch.rows.lowerBound * row + depth.lowerBound / 2 * pair
        var product = unsafe kg_bfloat_product(
          a: image.halves() + first, a_row: row, a_pair: pair, b: packed, b_row: 64, c: stretch.target, c_row: stretch.stride,
          rows: stretch.rows.count, columns: stretch.lanes, pairs: (depth.count + 1) / 2, accumulate: stretch.adds ? 1 : 0)
        unsafe kernels.multiply_bfloat(&product)
      }
    }
  }

  /// What a product is of.
  private struct FloatProduct {
    var a: FloatMatrix
    var across: Bool
    var b: FloatMatrix
    var turned: Bool
    var c: FloatMatrix
    var adding: Bool
    var rows, columns, depth: Int

    /// The first element of B that a stretch reads.
    @unsafe func b(of stretch: Stretch) -> UnsafePointer<Float> {
      let row = turned ? stretch.panel * 32 : stretch.depth.lowerBound
      let column = turned ? stretch.depth.lowerBound : stretch.panel * 32
      return unsafe UnsafePointer(b.pointer + row * b.stride + column)
    }
  }

  /// What one call of a kernel computes: 32 columns, of some rows, over some of the depth.
  @safe private struct Stretch {
    var panel: Int
    var rows, depth: Range<Int>
    /// Columns that the product has there.
    var valid: Int
    /// Room for the packed columns.
    var memory: ProductMemory.Lent
    var target: UnsafeMutablePointer<Float>
    var stride: Int
    var adds: Bool

    var lanes: Int { valid > 16 ? 32 : 16 }
  }

  /// Calls `body` for every stretch. Where columns are not whole lanes of sixteen the target is scratch, from which they are
  /// copied.
  private func forStretches(_ call: FloatProduct, depthEach: Int, bytesEach: Int, _ body: (Stretch) -> Void) {
    let parts = forTasks(panels: (call.columns + 31) / 32, rows: call.rows)
    let packedBytes = (min(depthEach, call.depth) + 1) * 32 * bytesEach
    let edgeRows = call.columns % 16 == 0 ? 0 : parts.map(\.rows.count).max() ?? 0
    pool.run(parts.count) { task in
      let part = parts[task]
      ProductMemory.lend(packedBytes) { memory in
        ProductMemory.lend(max(1, edgeRows * 32 * 4)) { edge in
          for panel in part.panels {
            let valid = min(32, call.columns - panel * 32), isWhole = valid % 16 == 0
            let own = unsafe call.c.pointer + part.rows.lowerBound * call.c.stride + panel * 32
            let target = unsafe isWhole ? own : edge.floats(), stride = isWhole ? call.c.stride : 32
            for start in Swift.stride(from: 0, to: call.depth, by: depthEach) {
              unsafe body(Stretch(
                panel: panel, rows: part.rows, depth: start..<min(start + depthEach, call.depth), valid: valid, memory: memory,
                target: target, stride: stride, adds: start > 0 || isWhole && call.adding))
            }
            if isWhole { continue }
            for i in 0..<part.rows.count {
              let from = unsafe target + i * 32, to = unsafe own + i * call.c.stride
              if call.adding {
                for j in 0..<valid { unsafe to[j] += from[j] }
              } else {
                unsafe to.update(from: from, count: valid)
              }
            }
          }
        }
      }
    }
  }

  private struct PanelPart {
    var panels, rows: Range<Int>
  }

  /// Cuts a product into tasks: by columns, and by rows where columns are too few, since every part packs anew.
  private func forTasks(panels: Int, rows: Int) -> [PanelPart] {
    let threads = pool.threadCount
    if threads == 1 { return [PanelPart(panels: 0..<panels, rows: 0..<rows)] }
    let panelsEach = max(1, panels / (threads * 4)), panelParts = (panels + panelsEach - 1) / panelsEach
    let rowParts = max(1, min(threads * 2 / panelParts, rows / 96))
    let rowsEach = ((rows + rowParts - 1) / rowParts + 11) / 12 * 12
    var parts: [PanelPart] = []
    for panel in stride(from: 0, to: panels, by: panelsEach) {
      for row in stride(from: 0, to: rows, by: rowsEach) {
        parts.append(PanelPart(panels: panel..<min(panel + panelsEach, panels), rows: row..<min(row + rowsEach, rows)))
      }
    }
    return parts
  }
}
