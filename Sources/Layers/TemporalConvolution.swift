public import Kernels

/// A convolution over time with GELU behind it: each output frame is a product with a few neighbouring input frames.
///
/// The input is padded with half of the taps' frames of zeros on both sides.
public struct TemporalConvolution: Sendable {
  /// (N, taps·C): for each output the weights of the earliest frame's channels, then the next one's.
  public let weight: WeightMatrix
  /// Input frames that an output frame sees.
  public let taps: Int
  /// Input frames from one output frame to the next.
  public let stride: Int

  private let bias: FloatVector

  public init(weight: WeightMatrix, bias: [Float], taps: Int, stride: Int) {
    precondition(taps > 0 && taps % 2 == 1 && stride > 0 && weight.columns % taps == 0, "TemporalConvolution: \(taps) taps, stride \(stride)")
    precondition(bias.count == weight.rows, "TemporalConvolution: \(bias.count) biases for \(weight.rows) outputs")
    self.weight = weight
    self.taps = taps
    self.stride = stride
    self.bias = FloatVector(bias)
  }

  /// Input channels, C.
  public var inputs: Int { weight.columns / taps }

  /// Output frames for so many input frames.
  public func frames(of input: Int) -> Int { (input - 1) / stride + 1 }

  /// - Parameters:
  ///   - x: (T, C).
  ///   - scratch: room for (frames(of: T), taps·C).
  ///   - y: becomes (frames(of: T), N).
  public func forward(_ x: Activations, scratch: Activations, into y: Activations, compute: Compute) {
    precondition(x.columns == inputs && x.rows > 0, "TemporalConvolution: \(x.rows) frames of \(x.columns) channels for \(inputs)")
    scratch.resize(rows: frames(of: x.rows), columns: taps * inputs)
    for t in 0..<scratch.rows {
      let row = unsafe scratch.row(t)
      for tap in 0..<taps {
        let from = t * stride + tap - taps / 2
        let place = unsafe UnsafeMutableBufferPointer(rebasing: row[tap * inputs..<(tap + 1) * inputs])
        if from >= 0 && from < x.rows { _ = unsafe place.update(fromContentsOf: x.row(from)) } else { unsafe place.update(repeating: 0) }
      }
    }
    compute.multiply(scratch, [Product(weights: weight, bias: bias, output: y, appliesGELU: true)])
  }
}
