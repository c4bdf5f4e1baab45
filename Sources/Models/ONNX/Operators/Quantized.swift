import Kernels
import Weights

/// The dynamic 8-bit operators: `DynamicQuantizeLinear`, `ConvInteger`, and what `MatMulInteger` needs.
enum Quantized {
  /// Floats to bytes with one scale and zero point over all of them.
  static func quantize(_ arguments: GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try run.plain(arguments.floats(0)), values = x.floats
    let low = min(0, values.min() ?? 0), high = max(0, values.max() ?? 0)
    guard low.isFinite, high.isFinite else { throw run.fault("cannot round numbers that are not finite") }
    let scale = (high - low) / 255, inverse = scale > 0 ? scale : 1
    let zero = min(max((-low / inverse).rounded(.toNearestOrEven), 0), 255)
    let bytes = values.map { Int64(min(max(($0 / inverse).rounded(.toNearestOrEven) + zero, 0), 255)) }
    return [
      GraphTensor(type: .uint8, shape: x.shape, integers: bytes), GraphTensor(shape: [], floats: [scale]),
      GraphTensor(type: .uint8, shape: [], integers: [Int64(zero)]),
    ]
  }

  /// A convolution of bytes less their zero points, exact: the differences are at most 255 and their products, split into
  /// runs of channels short enough for a float's 24 bits, are summed by the float kernels.
  struct Convolving: Sendable {
    private let reader: NodeReader

    init(_ reader: NodeReader) { self.reader = reader }

    func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
      let x = try arguments.tensor(0), w = try arguments.tensor(1)
      guard !x.isFloating, !w.isFloating, x.shape.count == w.shape.count, w.shape.count >= 3, w.shape.count <= 4 else {
        throw run.fault("cannot convolve \(x.type) \(x.shape) with \(w.type) \(w.shape)")
      }
      let xZero = arguments.optional(2)?.integers.first ?? 0, wZero = Broadcasted(arguments.optional(3))
      let groups = try reader.integer("group", default: 1), each = w.shape[1] * w.shape[2...].reduce(1, *)
      guard groups >= 1, w.shape[0] % groups == 0, x.shape[1] == w.shape[1] * groups else { throw run.fault("has \(groups) groups for \(w.shape)") }
      let weights = w.integers.enumerated().map { Float($0.element - wZero[$0.offset / max(each, 1)]) }
      let shifted = x.integers.map { Float($0 - xZero) }
      // 255 · 255 · 256 is below 2²⁴: sums of so many products are whole in a float.
      let kernel = w.shape[2...].reduce(1, *), most = max(1, 256 / max(kernel, 1))
      guard kernel <= 256, groups == 1 || w.shape[1] <= most else { throw run.fault("has a kernel of \(kernel) elements in \(groups) groups, which is too large") }
      var total: [Int64] = [], shape: [Int] = []
      for from in stride(from: 0, to: w.shape[1], by: most) {
        let to = min(w.shape[1], from + most)
        var part = weights, input = shifted, partShape = w.shape, inputShape = x.shape
        if to - from < w.shape[1] {
          part = Self.channels(weights, w.shape, from..<to)
          input = Self.channels(shifted, x.shape, from..<to)
          partShape[1] = to - from
          inputShape[1] = to - from
        }
        let convolution = try Convolution(
          reader, weights: GraphTensor(shape: partShape, floats: part), bias: nil, tail: FusedTail(), compute: run.compute)
        var inner = GraphArguments([GraphTensor(shape: inputShape, floats: input)], fault: run.fault)
        let sums = try convolution.run(&inner, run)[0]
        shape = sums.shape
        let values = sums.floats
        if total.isEmpty { total = [Int64](repeating: 0, count: values.count) }
        for i in values.indices { total[i] += Int64(values[i]) }
      }
      return [GraphTensor(type: .int32, shape: shape, integers: total.map { ONNXInt32.wrapped($0) })]
    }

    private static func channels(_ values: [Float], _ shape: [Int], _ range: Range<Int>) -> [Float] {
      let inner = shape[2...].reduce(1, *)
      return (0..<shape[0]).flatMap { values[($0 * shape[1] + range.lowerBound) * inner..<($0 * shape[1] + range.upperBound) * inner] }
    }
  }
}
