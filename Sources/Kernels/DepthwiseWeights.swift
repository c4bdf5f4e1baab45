/// A kernel for each channel, in panels of sixteen channels.
public final class DepthwiseWeights: Sendable {
  /// Channels, C.
  public let channels: Int
  public let kernelHeight, kernelWidth: Int

  let panels: FloatVector
  let bias: FloatVector

  /// - Parameters:
  ///   - values: (C, kernelHeight, kernelWidth).
  ///   - bias: (C).
  public init(values: [Float], kernelHeight: Int, kernelWidth: Int, bias: [Float]) {
    let window = kernelHeight * kernelWidth
    precondition(window > 0 && values.count == bias.count * window, "DepthwiseWeights: \(values.count) values for \(bias.count) channels")
    channels = bias.count
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    let width = (channels + 15) / 16 * 16
    var panels = [Float](repeating: 0, count: width * window)
    for c in 0..<channels { for k in 0..<window { panels[(c / 16 * window + k) * 16 + c % 16] = values[c * window + k] } }
    self.panels = FloatVector(panels)
    self.bias = FloatVector(bias + [Float](repeating: 0, count: width - channels))
  }
}
