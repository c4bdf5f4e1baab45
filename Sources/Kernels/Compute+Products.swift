import CKernels
import Memory

/// One of the products that share an input: y = x · Wᵀ + b, or y += x · Wᵀ + b.
public struct Product {
  /// (N, K).
  public let weights: WeightMatrix
  /// (N).
  public let bias: FloatVector?
  /// Becomes (T, N); when it accumulates, it has that shape already. Must not be the input.
  public let output: Activations
  /// Whether the product is added to what `output` holds.
  public let accumulates: Bool
  /// Whether x · Φ(x) of the sums is stored instead of the sums, while they are in the cache.
  public let appliesGELU: Bool

  public init(
    weights: WeightMatrix, bias: FloatVector? = nil, output: Activations, accumulates: Bool = false, appliesGELU: Bool = false
  ) {
    precondition(bias == nil || bias!.count == weights.rows, "Product: \(bias!.count) biases for \(weights.rows) outputs")
    self.weights = weights
    self.bias = bias
    self.output = output
    self.accumulates = accumulates
    self.appliesGELU = appliesGELU
  }
}

extension Compute {
  /// Computes several products of one input `x` (T, K) in one hand-over to the pool.
  ///
  /// A row's result is the same bits whatever other rows are computed with it. For quantised weights the input is
  /// rounded to 8 bits in blocks of 32, each with its own scale; all else is float32.
  ///
  /// - Parameters:
  ///   - channels: (K) what each column of `x` is multiplied by before it is rounded; only for quantised weights,
  ///     which were divided by the same. It spreads the range of the activations over the weights.
  ///   - roundsInput: whether `x` is rounded to bfloat16 too, for weights of that type alone: twice the speed of
  ///     floats where ``multipliesPairs``.
  /// - Complexity: 2·T·K·N operations for each product; with T = 1, one pass over the weights.
  public func multiply(
    _ x: Activations, _ products: [Product], scaledBy channels: FloatVector? = nil, roundsInput: Bool = false
  ) {
    precondition(!roundsInput || products.allSatisfy { $0.weights.type == .bf16 }, "multiply: rounded input for other weights")
    precondition(channels == nil || channels!.count == x.columns && products.allSatisfy { $0.weights.isQuantized },
      "multiply: scales of \(x.columns) columns belong to quantised weights alone")
    for product in products {
      precondition(product.weights.columns == x.columns, "multiply: \(x.columns) inputs for \(product.weights.columns) columns")
      precondition(product.output !== x, "multiply: the output is the input")
      if product.accumulates {
        precondition(product.output.rows == x.rows && product.output.columns == product.weights.rows,
          "multiply: adding to \(product.output.rows) by \(product.output.columns)")
      } else {
        product.output.resize(rows: x.rows, columns: product.weights.rows)
      }
    }
    if x.rows == 0 || products.isEmpty { return }
    var image = unsafe kg_quantized()
    if products.contains(where: { $0.weights.isQuantized }) {
      unsafe image = quantize(x, summed: products.contains { $0.weights.isQuantized && $0.weights.type != .q8_0 }, channels: channels)
    }

    let rounded = unsafe roundsInput ? round(x) : nil

    let calls = unsafe products.map { product in
      unsafe kg_product(
        weights: product.weights.packedMatrix, input: image, x: x.pointer, x_stride: x.columns,
        pairs: rounded, pairs_stride: BFloatRows.stride(columns: x.columns),
        y: product.output.pointer, y_stride: product.weights.rows, bias: product.bias?.pointer,
        accumulate: product.accumulates ? 1 : 0, gelu: product.appliesGELU ? 1 : 0)
    }
    var parts: [Part] = []
    for (index, product) in products.enumerated() { cut(index, product.weights, rows: x.rows, into: &parts) }
    unsafe calls.withUnsafeBufferPointer { calls in
      pool.run(parts.count) { task in
        let part = parts[task]
        unsafe kernels.pointee.product(
          calls.baseAddress! + part.product, part.panels.lowerBound, part.panels.upperBound, part.rows.lowerBound,
          part.rows.upperBound)
      }
    }
  }

  /// y (T, N) = x · Wᵀ, or y += x · Wᵀ, for plain weights whose columns lie in several matrices, one block after the other.
  ///
  /// For bfloat16 weights `x` is rounded too where ``multipliesPairs``.
  func multiply(_ x: Activations, blocks: [WeightMatrix], into y: Activations, adding: Bool) {
    precondition(blocks.reduce(0) { $0 + $1.columns } == x.columns && blocks.allSatisfy { $0.rows == y.columns && !$0.isQuantized && $0.columns % 2 == 0 || blocks.count == 1 }
      && y.rows == x.rows, "multiply: blocks that do not fit")
    if x.rows == 0 { return }
    let rounded = unsafe blocks[0].type == .bf16 && multipliesPairs ? round(x) : nil
    let stride = BFloatRows.stride(columns: x.columns)
    var first = 0
    for (index, block) in blocks.enumerated() {
      var call = unsafe kg_product(
        weights: block.packedMatrix, input: kg_quantized(), x: x.pointer + first, x_stride: x.columns, pairs: rounded.map { unsafe $0 + first },
        pairs_stride: stride, y: y.pointer, y_stride: y.columns, bias: nil, accumulate: adding || index > 0 ? 1 : 0, gelu: 0)
      var parts: [Part] = []
      cut(0, block, rows: x.rows, into: &parts)
      unsafe withUnsafeMutablePointer(to: &call) { call in
        let call = unsafe call
        pool.run(parts.count) { task in
          let part = parts[task]
          unsafe kernels.pointee.product(call, part.panels.lowerBound, part.panels.upperBound, part.rows.lowerBound, part.rows.upperBound)
        }
      }
      first += block.columns
    }
  }

  /// Whether the CPU multiplies pairs of bfloat16 in one instruction.
  public var multipliesPairs: Bool { unsafe kernels.pointee.fast_pairs != 0 }

  /// Up to this many rows, a product is bound by reading the weights.
  private static let fewRows = 16

  /// So few rows read at most this much of a matrix in one task.
  private static let partBytes = 2 << 20

  /// What one task computes of one product.
  private struct Part {
    var product: Int
    var panels, rows: Range<Int>
  }

  /// Cuts a product into tasks.
  private func cut(_ product: Int, _ weights: WeightMatrix, rows: Int, into parts: inout [Part]) {
    let panels = weights.panelCount, threads = pool.threadCount
    var panelsEach = panels, rowsEach = rows
    if threads > 1, rows <= Self.fewRows {
      // One long stretch of memory a thread: memory gives two threads that read alternate pieces of 64 KB half of
      // what it gives them apart. The cut at 2 MB lets threads that were held up be helped.
      panelsEach = min((panels + threads - 1) / threads, max(1, Self.partBytes / weights.panelBytes))
    } else if threads > 1 {
      panelsEach = max(2, panels / (threads * 4) / 2 * 2)  // kernels take panels in pairs
      let panelParts = (panels + panelsEach - 1) / panelsEach
      // Every part of the rows unpacks its weights anew, so rows are split only where panels are too few.
      let rowParts = max(1, min(threads * 4 / panelParts, rows / 48))
      rowsEach = (((rows + rowParts - 1) / rowParts) + 11) / 12 * 12
    }
    for panel in stride(from: 0, to: panels, by: panelsEach) {
      for row in stride(from: 0, to: rows, by: rowsEach) {
        parts.append(Part(
          product: product, panels: panel..<min(panel + panelsEach, panels), rows: row..<min(row + rowsEach, rows)))
      }
    }
  }

  /// Writes the 8-bit image of `x` into the scratch that `x` keeps, in the form that T rows ask of this level.
  ///
  /// - Parameter summed: whether some product has minima or an offset. Eight-bit weights need the sums only where
  ///   their kernel takes the offset off through them: for single rows of the levels that know biased rows.
  private func quantize(_ x: Activations, summed: Bool, channels: FloatVector?) -> kg_quantized {
    let from = unsafe Int(kernels.pointee.biased_from)
    let biased = from > 0 && x.rows >= from
    var image = unsafe x.quantizedRows().view(columns: x.columns, biased: biased)
    if unsafe !summed && (biased || kernels.pointee.byte_sums == 0) { unsafe (image.sums, image.halves) = (nil, nil) }
    unsafe image.channels = channels?.pointer
    let view = unsafe image
    forRows(x.rows, elementsEach: x.columns) { rows in
      var image = unsafe view
      for t in rows { unsafe kernels.pointee.quantize(x.pointer + t * x.columns, x.columns, &image, t) }
    }
    return unsafe view
  }

  /// Writes `x` rounded to bfloat16 into the scratch that `x` keeps.
  @unsafe private func round(_ x: Activations) -> UnsafePointer<UInt16> {
    let out = unsafe x.bfloatRows().pointer, stride = BFloatRows.stride(columns: x.columns)
    forRows(x.rows, elementsEach: x.columns) { rows in
      for t in rows { unsafe kernels.pointee.round_row(x.pointer + t * x.columns, x.columns, out + t * stride) }
    }
    return unsafe UnsafePointer(out)
  }
}
