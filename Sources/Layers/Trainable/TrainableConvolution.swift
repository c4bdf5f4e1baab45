public import Kernels

/// ``TemporalConvolution`` without its GELU, with weights that are trained: a product over neighbouring frames.
public final class TrainableConvolution {
  public let linear: TrainableLinear
  public let taps: Int
  public let stride: Int

  /// Zeroed. Input frames are padded with half of the taps' frames of zeros on both sides.
  public init(_ name: String, inputs: Int, outputs: Int, taps: Int, stride: Int) {
    precondition(taps > 0 && taps % 2 == 1 && stride > 0, "TrainableConvolution: \(taps) taps, stride \(stride)")
    linear = TrainableLinear(name, inputs: taps * inputs, outputs: outputs)
    self.taps = taps
    self.stride = stride
  }

  /// C.
  public var inputs: Int { linear.inputs / taps }
  public var parameters: [Parameter] { linear.parameters }

  /// Output frames for so many input frames.
  public func frames(of input: Int) -> Int { (input - 1) / stride + 1 }

  /// - Parameters:
  ///   - x: (T, C).
  ///   - windows: becomes (frames(of: T), taps·C); the backward wants it as it is then.
  ///   - y: becomes (frames(of: T), N).
  public func forward(_ x: Activations, windows: Activations, into y: Activations, pass: TrainingPass) {
    precondition(x.columns == inputs && x.rows > 0, "TrainableConvolution: \(x.rows) frames of \(x.columns) channels for \(inputs)")
    windows.resize(rows: frames(of: x.rows), columns: linear.inputs)
    for t in 0..<windows.rows {
      let row = unsafe windows.row(t)
      for tap in 0..<taps {
        let from = t * stride + tap - taps / 2
        let place = unsafe UnsafeMutableBufferPointer(rebasing: row[tap * inputs..<(tap + 1) * inputs])
        if from >= 0 && from < x.rows { _ = unsafe place.update(fromContentsOf: x.row(from)) } else { unsafe place.update(repeating: 0) }
      }
    }
    linear.forward(windows, into: y, pass: pass)
  }

  /// - Parameters:
  ///   - scratch: becomes the slopes of the windows; its room is theirs.
  ///   - dx: becomes (frames, C) for as many input frames; nil where nobody wants it.
  public func backward(
    _ dy: Activations, windows: Activations, scratch: Activations, frames: Int, into dx: Activations?, pass: TrainingPass
  ) {
    linear.backward(dy, input: windows, into: dx == nil ? nil : scratch, pass: pass)
    guard let dx else { return }
    dx.resize(rows: frames, columns: inputs)
    pass.compute.clear(dx.matrix)
    for t in 0..<scratch.rows {
      for tap in 0..<taps {
        let to = t * stride + tap - taps / 2
        guard to >= 0 && to < frames else { continue }
        let from = scratch.matrix.rows(t..<t + 1).columns(tap * inputs..<(tap + 1) * inputs)
        pass.compute.add(from, to: dx.matrix.rows(to..<to + 1))
      }
    }
  }
}
