import Kernels

/// `Conv`, with what follows it: as products of packed weights, or directly where each channel has its own kernel.
struct Convolution: Sendable {
  private enum Weights: Sendable {
    case products([WeightMatrix], [FloatVector])
    case depthwise(DepthwiseWeights)
  }

  private let window: SpatialWindow
  private let groups: Int
  private let shape: [Int]
  private let weights: Weights
  private let map: ElementMap

  /// - Parameters:
  ///   - weights: (N, C / groups, sides…).
  ///   - bias: (N).
  init(_ reader: NodeReader, weights tensor: GraphTensor, bias: GraphTensor?, tail: FusedTail, compute: Compute) throws {
    let shape = tensor.shape
    guard shape.count == 3 || shape.count == 4, shape.allSatisfy({ $0 > 0 }) else { throw reader.fault("has weights of the shape \(shape); one and two dimensions are supported") }
    groups = try reader.integer("group", default: 1)
    window = try SpatialWindow(reader, kernel: Array(shape[2...]))
    let outputs = shape[0], channels = shape[1], kernel = shape[2...].reduce(1, *)
    guard groups >= 1, outputs % groups == 0, window.kernel == Array(shape[2...]) else { throw reader.fault("has \(groups) groups for weights of \(shape)") }
    guard bias == nil || bias!.count == outputs else { throw reader.fault("has \(bias!.count) biases for \(outputs) outputs") }
    self.shape = shape
    map = tail.map
    let values = tail.scaled(tensor.floats, channels: outputs), offsets = tail.bias(bias?.floats, channels: outputs)
    if channels == 1, groups == outputs, groups > 1 {
      let sides = shape.count == 3 ? (1, shape[2]) : (shape[2], shape[3])
      weights = .depthwise(
        DepthwiseWeights(values: values, kernelHeight: sides.0, kernelWidth: sides.1, bias: offsets ?? [Float](repeating: 0, count: outputs)))
      return
    }
    // Rows (kernel, channel), the order in which a picture's windows lie.
    let each = outputs / groups
    var matrices: [WeightMatrix] = [], biases: [FloatVector] = []
    for group in 0..<groups {
      var rows = [Float](repeating: 0, count: each * kernel * channels)
      for n in 0..<each {
        for c in 0..<channels {
          let from = ((group * each + n) * channels + c) * kernel
          for k in 0..<kernel { rows[(n * kernel + k) * channels + c] = values[from + k] }
        }
      }
      matrices.append(try packedFloats(rows, rows: each, columns: kernel * channels, compute: compute))
      if let offsets { biases.append(FloatVector(Array(offsets[group * each..<(group + 1) * each]))) }
    }
    weights = .products(matrices, biases)
  }

  func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    var x = try run.channelsLast(try arguments.take(0))
    if x.buffer.isConstant { x = try run.owned(x) }
    guard x.shape.count == shape.count, x.shape[1] == shape[1] * groups, let (output, before, _) = window.resolve(Array(x.shape[2...])) else {
      throw run.fault("cannot convolve \(x.shape) with weights of \(shape) in \(groups) groups")
    }
    let out = try run.make([x.shape[0], shape[0]] + output, .channelsLast), input = Array(x.shape[2...])
    if out.count == 0 || x.count == 0 { return [out] }
    let geometry = window.convolutionWindow(input: input, output: output, before: before)
    let source = x.buffer.activations, target = out.buffer.activations
    source.resize(rows: x.shape[0] * x.pixels, columns: x.shape[1])
    switch weights {
    case .depthwise(let weights): run.compute.convolveDepthwise(source, window: geometry, weights: weights, map: map, into: target)
    case .products(let matrices, let biases):
      run.compute.convolve(source, window: geometry, weights: matrices, biases: biases, map: map, into: target)
    }
    return [out]
  }
}

/// Float weights (N, K) as the kernels want them.
func packedFloats(_ values: [Float], rows: Int, columns: Int, compute: Compute) throws -> WeightMatrix {
  try unsafe values.withUnsafeBytes { try unsafe WeightMatrix(type: .f32, rows: rows, columns: columns, bytes: $0, compute: compute) }
}
