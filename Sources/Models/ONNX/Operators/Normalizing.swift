import Kernels

/// `BatchNormalization` that no convolution took up, `LayerNormalization` and `InstanceNormalization`.
enum Normalizing {
  /// Factor and offset of each channel, from the four statistics.
  static func batch(_ reader: NodeReader, scale: GraphTensor, bias: GraphTensor, mean: GraphTensor, variance: GraphTensor) throws -> FusedTail {
    let epsilon = try reader.float("epsilon", default: 1e-5), count = scale.count
    guard try !reader.flag("training_mode") else { throw reader.fault("is set to train; export the model for inference") }
    guard bias.count == count, mean.count == count, variance.count == count else { throw reader.fault("has statistics of different lengths") }
    let (w, b, m, v) = (scale.floats, bias.floats, mean.floats, variance.floats)
    let factor = (0..<count).map { w[$0] / (v[$0] + epsilon).squareRoot() }
    return FusedTail(scale: factor, shift: (0..<count).map { b[$0] - m[$0] * factor[$0] })
  }

  /// Factor and offset of each channel, then a map.
  static func affine(_ tail: FusedTail, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try run.owned(try arguments.take(0)), compute = run.compute
    let channels = x.shape.count > 1 ? x.shape[1] : 1, factor = FloatVector(tail.scale ?? []), offset = FloatVector(tail.shift ?? [])
    guard x.shape.count > 1, factor.count == channels, offset.count == channels else { throw run.fault("has \(factor.count) channels for \(x.shape)") }
    if x.arrangement == .channelsLast || x.shape.count == 2 {
      compute.forRuns(channels == 0 ? 0 : x.count / channels, elementsEach: channels * 2) { range in
        for r in range {
          let row = unsafe x.pointer + r * channels
          unsafe factor.withPointer { unsafe compute.combine(.multiply, row, repeats: false, $0, repeats: false, count: channels, into: row) }
          unsafe offset.withPointer { unsafe compute.combine(.add, row, repeats: false, $0, repeats: false, count: channels, into: row) }
        }
      }
    } else {
      let pixels = x.pixels
      for r in 0..<x.shape[0] * channels {
        let row = unsafe x.pointer + r * pixels, a = factor[r % channels], b = offset[r % channels]
        for i in 0..<pixels { unsafe row[i] = row[i] * a + b }
      }
    }
    compute.apply(tail.map, to: x.buffer.activations, count: x.count)
    return [x]
  }

  /// Over all dimensions from `axis` on; also the mean and the inverse deviation, where asked for.
  static func layer(axis: Int, epsilon: Float, outputs: Int, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let weight = try run.plain(arguments.floats(1)), bias = try arguments.optional(2).map { try run.plain($0) }
    let x = try run.plain(try arguments.take(0)), rank = x.shape.count
    let axis = try normalizedAxis(axis, rank: rank, run.fault), width = x.shape[axis...].reduce(1, *), rows = x.shape[..<axis].reduce(1, *)
    let inner = Array(x.shape[axis...])
    guard let w = Broadcast([inner, weight.shape]), w.shape == inner, let b = Broadcast([inner, bias?.shape ?? []]), b.shape == inner, width > 0 else {
      throw run.fault("has weights of \(weight.shape) for \(inner)")
    }
    let factors = FloatVector(w.spread(weight.floats, operand: 1))
    let offsets = FloatVector(bias.map { b.spread($0.floats, operand: 1) } ?? [Float](repeating: 0, count: width))
    let out = try run.make(x.shape, type: x.type)
    let source = try x.buffer.isConstant ? run.owned(x) : x
    source.buffer.activations.resize(rows: rows, columns: width)
    run.compute.layerNorm(source.buffer.activations, adding: nil, weight: factors, bias: offsets, epsilon: epsilon, into: out.buffer.activations)
    guard outputs > 1 else { return [out] }
    var means: [Float] = [], deviations: [Float] = []
    for r in 0..<rows {
      let row = unsafe UnsafeBufferPointer(start: source.pointer + r * width, count: width)
      let mean = unsafe row.reduce(0.0) { $0 + Double($1) } / Double(width)
      let variance = unsafe row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(width)
      means.append(Float(mean))
      deviations.append(Float(1 / (variance + Double(epsilon)).squareRoot()))
    }
    let shape = Array(x.shape[..<axis]) + inner.map { _ in 1 }
    return [out, GraphTensor(shape: shape, floats: means), GraphTensor(shape: shape, floats: deviations)]
  }

  /// Each channel of each picture by itself.
  static func instance(epsilon: Float, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let scale = try arguments.floats(1).floats, bias = try arguments.floats(2).floats
    let x = try run.owned(try run.plain(try arguments.take(0)))
    guard x.shape.count >= 3, scale.count == x.shape[1], bias.count == scale.count else { throw run.fault("has \(scale.count) channels for \(x.shape)") }
    let pixels = x.pixels
    run.compute.forRuns(x.shape[0] * x.shape[1], elementsEach: pixels * 3) { range in
      for r in range {
        let row = unsafe UnsafeMutableBufferPointer(start: x.pointer + r * pixels, count: pixels)
        let mean = unsafe row.reduce(0.0) { $0 + Double($1) } / Double(pixels)
        let variance = unsafe row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(pixels)
        let c = r % scale.count, factor = scale[c] / Float((variance + Double(epsilon)).squareRoot())
        for i in 0..<pixels { unsafe row[i] = (row[i] - Float(mean)) * factor + bias[c] }
      }
    }
    return [x]
  }
}
