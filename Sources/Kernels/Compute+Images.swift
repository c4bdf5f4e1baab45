import CKernels

/// Operations on pictures, (B·height·width, C) with the channels last, and on elements of any arrangement.
extension Compute {
  /// Floats that must be allocated behind a picture, for kernels that read sixteen channels at once.
  public static let slack = 16

  /// A convolution as matrix products over blocks of output pixels: `y` becomes (B·outPixels, `groups`·N).
  ///
  /// A block's windows are gathered into rows that stay in the second-level cache, multiplied, and mapped there.
  ///
  /// - Parameters:
  ///   - x: (B·inPixels, `groups`·C).
  ///   - weights: one (N, kernelHeight·kernelWidth·C) for each group.
  ///   - biases: (N) for each group, or none.
  /// - Complexity: 2·B·outPixels·groups·N·kernel·C operations.
  public func convolve(
    _ x: Activations, window: ConvolutionWindow, weights: [WeightMatrix], biases: [FloatVector], map: ElementMap = .none, into y: Activations
  ) {
    let groups = weights.count, outputs = weights[0].rows, kernel = window.kernelHeight * window.kernelWidth
    let channels = weights[0].columns / kernel
    precondition(x.columns == groups * channels && x.rows % window.inPixels == 0, "convolve: \(x.columns) channels for \(groups) groups of \(channels)")
    precondition(weights.allSatisfy { $0.rows == outputs && $0.columns == kernel * channels && !$0.isQuantized }, "convolve: weights of another shape")
    precondition(biases.isEmpty || biases.count == groups && biases.allSatisfy { $0.count == outputs }, "convolve: biases of another shape")
    let batch = x.rows / window.inPixels, width = groups * outputs, columns = kernel * channels
    y.resize(rows: batch * window.outPixels, columns: width)
    if y.rows == 0 { return }
    let isPointwise = window.isPointwise, code = map.code
    // A pointwise convolution knows no picture: its rows are cut across them.
    let pictures = isPointwise ? 1 : batch, pixels = isPointwise ? y.rows : window.outPixels
    let most = max(12, min(240, 32_768 / columns) / 12 * 12)
    let fair = ((pixels * pictures + pool.threadCount * 4 - 1) / (pool.threadCount * 4) + 11) / 12 * 12
    let block = max(12, min(most, fair)), blocks = (pixels + block - 1) / block
    pool.run(pictures * blocks) { task in
      let picture = task / blocks, from = task % blocks * block, to = min(pixels, from + block)
      let source = unsafe x.pointer + picture * window.inPixels * x.columns
      let target = unsafe y.pointer + (picture * window.outPixels + from) * width
      func multiply(_ group: Int, _ rows: UnsafePointer<Float>, _ stride: Int) {
        var call = unsafe kg_product(
          weights: weights[group].packedMatrix, input: kg_quantized(), x: rows, x_stride: stride, pairs: nil, pairs_stride: 0, y: target + group * outputs, y_stride: width,
          bias: biases.isEmpty ? nil : biases[group].pointer, accumulate: 0, gelu: 0)
        unsafe kernels.pointee.product(&call, 0, weights[group].panelCount, 0, to - from)
      }
      if isPointwise {
        for group in 0..<groups { unsafe multiply(group, source + from * x.columns + group * channels, x.columns) }
      } else {
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: (to - from) * columns) { patches in
          var shape = window.kernels
          for group in 0..<groups {
            unsafe kg_gather_patches(&shape, source + group * channels, channels, x.columns, from, to, patches.baseAddress!)
            unsafe multiply(group, patches.baseAddress!, columns)
          }
        }
      }
      if map != .none { unsafe kernels.pointee.map(target, (to - from) * width, code.kind, code.a, code.b) }
    }
  }

  /// A convolution of each channel with a kernel of its own: `y` becomes (B·outPixels, C).
  ///
  /// - Parameter x: (B·inPixels, C), with ``slack`` elements of capacity to spare.
  public func convolveDepthwise(_ x: Activations, window: ConvolutionWindow, weights: DepthwiseWeights, map: ElementMap = .none, into y: Activations) {
    precondition(x.columns == weights.channels && x.rows % window.inPixels == 0, "convolveDepthwise: \(x.columns) channels for \(weights.channels)")
    precondition(window.kernelHeight == weights.kernelHeight && window.kernelWidth == weights.kernelWidth, "convolveDepthwise: another kernel")
    precondition(x.capacity >= x.rows * x.columns + Self.slack, "convolveDepthwise: no slack behind the picture")
    let batch = x.rows / window.inPixels
    y.resize(rows: batch * window.outPixels, columns: x.columns)
    let code = map.code
    let shape = unsafe kg_depthwise(
      window: window.kernels, channels: x.columns, weights: weights.panels.pointer, bias: weights.bias.pointer, map: code.kind, a: code.a, b: code.b)
    let height = window.outHeight
    forRows(batch * height, elementsEach: window.outWidth * x.columns * 4) { rows in
      var call = unsafe shape, row = rows.lowerBound
      while row < rows.upperBound {
        let picture = row / height, end = min(rows.upperBound, (picture + 1) * height)
        unsafe kernels.pointee.depthwise(
          &call, x.pointer + picture * window.inPixels * x.columns, y.pointer + picture * window.outPixels * x.columns, row - picture * height,
          end - picture * height)
        row = end
      }
    }
  }

  /// Applies `map` to the first `count` elements of `x`.
  public func apply(_ map: ElementMap, to x: Activations, count: Int) {
    precondition(count >= 0 && count <= x.capacity, "apply: \(count) of \(x.capacity) elements")
    if map == .none { return }
    let code = map.code, chunk = 4096
    forRows((count + chunk - 1) / chunk, elementsEach: chunk * 2) { chunks in
      let from = chunks.lowerBound * chunk, to = min(count, chunks.upperBound * chunk)
      unsafe kernels.pointee.map(x.pointer + from, to - from, code.kind, code.a, code.b)
    }
  }

  /// One run of pairs: out[i] = x[i] ∘ y[i], an operand that `repeats` giving its first element to all.
  @unsafe public func combine(
    _ pair: PairMap, _ x: UnsafePointer<Float>, repeats xRepeats: Bool, _ y: UnsafePointer<Float>, repeats yRepeats: Bool, count: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    unsafe kernels.pointee.pairwise(pair.code, x, xRepeats ? 0 : 1, y, yRepeats ? 0 : 1, count, out)
  }

  /// Many runs on several threads; `body` gets ranges of them.
  public func forRuns(_ runs: Int, elementsEach: Int, _ body: (Range<Int>) -> Void) { forRows(runs, elementsEach: elementsEach, body) }

  /// out (M, N) = a (M, K) · b (K, N), every matrix's rows one after another: for products of two activations.
  @unsafe public func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, m: Int, k: Int, n: Int, into out: UnsafeMutablePointer<Float>
  ) {
    unsafe kernels.pointee.plain_product(a, k, b, n, m, k, n, out, n)
  }

  /// Each of `rows` runs of `count` elements to probabilities, in place.
  public func softmax(_ x: Activations, rows: Int, count: Int) {
    precondition(rows * count <= x.capacity, "softmax: \(rows) by \(count) of \(x.capacity) elements")
    forRows(rows, elementsEach: count * 4) { rows in for r in rows { unsafe kernels.pointee.softmax(x.pointer + r * count, count) } }
  }
}
