import Kernels

/// `ConvTranspose`: each input pixel is multiplied out to a whole window, and windows that overlap are added up.
struct TransposedConvolution: Sendable {
  private let window: SpatialWindow
  private let groups: Int
  private let shape: [Int]
  private let outputPadding: [Int]
  private let outputShape: [Int]?
  private let matrices: [WeightMatrix]
  private let bias: [Float]
  private let map: ElementMap

  /// - Parameter weights: (C, N / groups, sides…).
  init(_ reader: NodeReader, weights tensor: GraphTensor, bias: GraphTensor?, tail: FusedTail, compute: Compute) throws {
    shape = tensor.shape
    guard shape.count >= 3, shape.count <= 5, shape.allSatisfy({ $0 > 0 }) else { throw reader.fault("has weights of the shape \(shape)") }
    groups = try reader.integer("group", default: 1)
    window = try SpatialWindow(reader, kernel: Array(shape[2...]))
    let rank = shape.count - 2, each = shape[1], outputs = each * groups, kernel = shape[2...].reduce(1, *)
    outputPadding = try reader.integers("output_padding") ?? [Int](repeating: 0, count: rank)
    outputShape = try reader.integers("output_shape").map { Array($0.suffix(rank)) }
    guard groups >= 1, shape[0] % groups == 0, outputPadding.count == rank, outputShape == nil || outputShape!.count == rank,
      outputPadding.allSatisfy({ $0 >= 0 && $0 < 1 << 16 }), bias == nil || bias!.count == outputs
    else { throw reader.fault("has settings that do not fit its weights of \(shape)") }
    map = tail.map
    let offsets = tail.bias(bias?.floats, channels: outputs), values = tensor.floats, inputs = shape[0] / groups
    self.bias = offsets ?? [Float](repeating: 0, count: outputs)
    matrices = try (0..<groups).map { group in
      var rows = [Float](repeating: 0, count: kernel * each * inputs)
      for n in 0..<each {
        let factor = tail.scale.map { $0[$0.count == 1 ? 0 : group * each + n] } ?? 1
        for c in 0..<inputs {
          let from = ((group * inputs + c) * each + n) * kernel
          for k in 0..<kernel { rows[(k * each + n) * inputs + c] = values[from + k] * factor }
        }
      }
      return try packedFloats(rows, rows: kernel * each, columns: inputs, compute: compute)
    }
  }

  func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try run.channelsLast(try arguments.take(0)), rank = shape.count - 2
    guard x.shape.count == shape.count, x.shape[1] == shape[0] else { throw run.fault("cannot convolve \(x.shape) with weights of \(shape)") }
    let input = Array(x.shape[2...]), (output, before) = try sides(input, run)
    let each = shape[1], width = each * groups, kernel = shape[2...].reduce(1, *), inputs = shape[0] / groups
    let out = try run.make([x.shape[0], width] + output, .channelsLast), batch = x.shape[0]
    let outPixels = output.reduce(1, *)
    for p in 0..<batch * outPixels { for c in 0..<width { unsafe out.pointer[p * width + c] = bias[c] } }
    if x.count == 0 || out.count == 0 { return [out] }
    let columns = try run.make([batch * x.pixels, kernel * each])
    let unit = ConvolutionWindow(inHeight: 1, inWidth: batch * x.pixels, outHeight: 1, outWidth: batch * x.pixels, kernel: (1, 1))
    // Rows of the first dimension whose windows do not overlap are added by several threads.
    let isApart = window.kernel[0] * window.dilations[0] <= window.strides[0]
    let tasks = isApart ? batch * input[0] : batch, eachTask = batch * x.pixels / tasks
    for group in 0..<groups {
      let slice = try groups == 1 ? x : channels(of: x, group * inputs..<(group + 1) * inputs, run)
      let source = slice.buffer.isConstant ? try run.owned(slice) : slice
      source.buffer.activations.resize(rows: batch * x.pixels, columns: inputs)
      run.compute.convolve(
        source.buffer.activations, window: unit, weights: [matrices[group]], biases: [], into: columns.buffer.activations)
      run.compute.forRuns(tasks, elementsEach: eachTask * kernel * each) { range in
        for pixel in range.lowerBound * eachTask..<range.upperBound * eachTask {
          let picture = pixel / x.pixels
          let place = Self.position(pixel % x.pixels, input)
          for k in 0..<kernel {
            let offset = Self.position(k, window.kernel)
            var at = 0, isInside = true
            for i in 0..<rank {
              let side = place[i] * window.strides[i] - before[i] + offset[i] * window.dilations[i]
              if side < 0 || side >= output[i] { isInside = false }
              at = at * output[i] + side
            }
            guard isInside else { continue }
            let from = unsafe columns.pointer + (pixel * kernel + k) * each
            let to = unsafe out.pointer + (picture * outPixels + at) * width + group * each
            for c in 0..<each { unsafe to[c] += from[c] }
          }
        }
      }
    }
    run.compute.apply(map, to: out.buffer.activations, count: out.count)
    return [out]
  }

  /// The output's sides, and what is cut off before them.
  private func sides(_ input: [Int], _ run: GraphRun) throws -> ([Int], [Int]) {
    var output: [Int] = [], before: [Int] = []
    let rank = input.count
    for i in 0..<rank {
      let full = (input[i] - 1) * window.strides[i] + outputPadding[i] + (window.kernel[i] - 1) * window.dilations[i] + 1
      if let outputShape {
        let all = full - outputShape[i]
        output.append(outputShape[i])
        before.append(window.automatic == .upper ? all / 2 : window.automatic == .lower ? all - all / 2 : max(0, all) / 2)
      } else if window.automatic == .upper || window.automatic == .lower {
        let size = input[i] * window.strides[i], all = full - size
        output.append(size)
        before.append(window.automatic == .upper ? all / 2 : all - all / 2)
      } else {
        output.append(full - window.pads[i] - window.pads[i + rank])
        before.append(window.pads[i])
      }
      guard output[i] >= 0 else { throw run.fault("would make \(output[i]) pixels of \(input[i])") }
    }
    return (output, before)
  }

  private func channels(of x: GraphTensor, _ range: Range<Int>, _ run: GraphRun) throws -> GraphTensor {
    let rows = x.shape[0] * x.pixels, width = x.shape[1]
    let out = try run.make([rows, range.count])
    for r in 0..<rows { for c in range { unsafe out.pointer[r * range.count + c - range.lowerBound] = x.pointer[r * width + c] } }
    return out
  }

  /// At most three sides, so no array is made for each pixel.
  private static func position(_ index: Int, _ sides: [Int]) -> InlineArray<3, Int> {
    var rest = index
    var out: InlineArray<3, Int> = [0, 0, 0]
    for i in stride(from: sides.count - 1, through: 0, by: -1) {
      out[i] = rest % sides[i]
      rest /= sides[i]
    }
    return out
  }
}
