import Kernels
import Weights

/// `MaxPool`, `AveragePool` and their global kinds.
enum Pooling {
  /// The mean of all pixels, channel by channel.
  static func global(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try run.channelsLast(try arguments.take(0))
    guard x.shape.count >= 3 else { throw run.fault("has nothing to pool in \(x.shape)") }
    let batch = x.shape[0], channels = x.shape[1], pixels = x.pixels, compute = run.compute
    let out = try run.make([batch, channels] + x.shape.dropFirst(2).map { _ in 1 }, .channelsLast)
    guard pixels > 0 else { throw run.fault("has nothing to pool in \(x.shape)") }
    // Sums of sums: what is added stays of one size.
    let strip = 64
    let partial = try run.make([channels])
    for b in 0..<batch {
      let total = unsafe out.pointer + b * channels
      for c in 0..<channels { unsafe total[c] = 0 }
      for from in stride(from: 0, to: pixels, by: strip) {
        for c in 0..<channels { unsafe partial.pointer[c] = 0 }
        for p in from..<min(pixels, from + strip) {
          unsafe compute.combine(
            .add, partial.pointer, repeats: false, x.pointer + (b * pixels + p) * channels, repeats: false, count: channels, into: partial.pointer)
        }
        unsafe compute.combine(.add, total, repeats: false, partial.pointer, repeats: false, count: channels, into: total)
      }
      for c in 0..<channels { unsafe total[c] /= Float(pixels) }
    }
    return [out]
  }

  /// A window's largest element, or its mean, over one to three dimensions.
  struct Windowed: Sendable {
    let window: SpatialWindow
    let takesLargest: Bool
    let countsPadding: Bool
    /// Whether places count rows down instead of columns, for the indices that `MaxPool` may give as well.
    let isColumnMajor: Bool
    let givesIndices: Bool

    init(_ reader: NodeReader, takesLargest: Bool) throws {
      self.takesLargest = takesLargest
      window = try SpatialWindow(reader)
      countsPadding = try reader.flag("count_include_pad")
      isColumnMajor = try reader.flag("storage_order")
      givesIndices = reader.node.outputs.count > 1
    }

    func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
      let input = try arguments.tensor(0)
      if !input.isFloating {
        guard takesLargest else { throw run.fault("needs floats") }
        // Bytes are exact as floats.
        let x = GraphTensor(type: .float, shape: input.shape, floats: input.floats)
        var out = try pool(x, run)
        out[0] = GraphTensor(type: input.type, shape: out[0].shape, integers: out[0].integers)
        return out
      }
      return try pool(try arguments.take(0), run)
    }

    private func pool(_ tensor: GraphTensor, _ run: GraphRun) throws -> [GraphTensor] {
      guard tensor.shape.count == window.kernel.count + 2, let (output, before, after) = window.resolve(Array(tensor.shape[2...])) else {
        throw run.fault("cannot pool \(tensor.shape) with a window of \(window.kernel)")
      }
      let x = try run.channelsLast(tensor), rank = output.count, input = Array(x.shape[2...])
      let batch = x.shape[0], channels = x.shape[1], pixels = output.reduce(1, *), compute = run.compute
      let out = try run.make([batch, channels] + output, .channelsLast)
      var indices = [Int64](repeating: 0, count: givesIndices ? out.count : 0)
      var place = [Int](repeating: 0, count: rank), offset = place
      for b in 0..<batch {
        for p in 0..<pixels {
          var rest = p
          for i in stride(from: rank - 1, through: 0, by: -1) { (rest, place[i]) = (rest / output[i], rest % output[i]) }
          let to = unsafe out.pointer + (b * pixels + p) * channels
          for c in 0..<channels { unsafe to[c] = takesLargest ? -.infinity : 0 }
          var inside = 0, within = 0
          for k in 0..<window.kernel.reduce(1, *) {
            rest = k
            for i in stride(from: rank - 1, through: 0, by: -1) { (rest, offset[i]) = (rest / window.kernel[i], rest % window.kernel[i]) }
            var at = 0, isInside = true, isWithin = true
            for i in 0..<rank {
              let side = place[i] * window.strides[i] - before[i] + offset[i] * window.dilations[i]
              if side < 0 || side >= input[i] { isInside = false }
              if side >= input[i] + after[i] { isWithin = false }
              at = at * input[i] + side
            }
            if isWithin { within += 1 }
            guard isInside else { continue }
            inside += 1
            let from = unsafe x.pointer + (b * x.pixels + at) * channels
            if givesIndices {
              for c in 0..<channels where unsafe from[c] > to[c] {
                unsafe to[c] = from[c]
                indices[(b * channels + c) * pixels + p] = Int64((b * channels + c) * x.pixels + (isColumnMajor ? Self.columnMajor(at, input) : at))
              }
            } else {
              unsafe compute.combine(takesLargest ? .larger : .add, from, repeats: false, to, repeats: false, count: channels, into: to)
            }
          }
          if !takesLargest {
            let count = Float(max(1, countsPadding ? within : inside))
            for c in 0..<channels { unsafe to[c] /= count }
          }
        }
      }
      return givesIndices ? [out, GraphTensor(shape: out.shape, integers: indices)] : [out]
    }

    private static func columnMajor(_ index: Int, _ sides: [Int]) -> Int {
      var rest = index, place: [Int] = []
      for side in sides.reversed() {
        place.append(rest % side)
        rest /= side
      }
      var out = 0
      for (i, side) in sides.enumerated().reversed() { out = out * side + place[sides.count - 1 - i] }
      return out
    }
  }
}
