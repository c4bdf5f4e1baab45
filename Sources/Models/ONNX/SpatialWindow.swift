import Kernels

/// How a convolution or a pooling goes over a picture, as a node's settings say it, for any number of dimensions.
struct SpatialWindow: Sendable {
  enum Automatic: Sendable { case none, valid, upper, lower }

  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  /// Beginnings, then ends.
  var pads: [Int]
  var automatic: Automatic
  var roundsUp: Bool

  /// - Parameter kernel: where the node itself does not say it, that of the weights.
  init(_ reader: NodeReader, kernel known: [Int]? = nil) throws {
    guard let kernel = try reader.integers("kernel_shape") ?? known else { throw reader.fault("has no kernel_shape") }
    let rank = kernel.count
    self.kernel = kernel
    strides = try reader.integers("strides") ?? [Int](repeating: 1, count: rank)
    dilations = try reader.integers("dilations") ?? [Int](repeating: 1, count: rank)
    pads = try reader.integers("pads") ?? [Int](repeating: 0, count: 2 * rank)
    roundsUp = try reader.flag("ceil_mode")
    automatic =
      switch try reader.choice("auto_pad", default: "NOTSET", of: ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]) {
      case "VALID": .valid
      case "SAME_UPPER": .upper
      case "SAME_LOWER": .lower
      default: .none
      }
    let sides = kernel + strides + dilations
    guard rank >= 1, rank <= 3, strides.count == rank, dilations.count == rank, pads.count == 2 * rank,
      sides.allSatisfy({ $0 >= 1 && $0 <= 1 << 16 }), pads.allSatisfy({ $0 >= 0 && $0 <= 1 << 16 })
    else { throw reader.fault("has a window that makes no sense: kernel \(kernel), strides \(strides), dilations \(dilations), pads \(pads)") }
  }

  /// The output's sides and the padding before and after, for an input of these sides.
  func resolve(_ input: [Int]) -> (output: [Int], before: [Int], after: [Int])? {
    guard input.count == kernel.count else { return nil }
    var output: [Int] = [], before: [Int] = [], after: [Int] = []
    for i in kernel.indices {
      let reach = (kernel[i] - 1) * dilations[i] + 1
      switch automatic {
      case .upper, .lower:
        let size = (input[i] + strides[i] - 1) / strides[i], all = max(0, (size - 1) * strides[i] + reach - input[i])
        output.append(size)
        before.append(automatic == .upper ? all / 2 : all - all / 2)
        after.append(all - before[i])
      case .none, .valid:
        let first = automatic == .valid ? 0 : pads[i], last = automatic == .valid ? 0 : pads[i + kernel.count]
        let room = input[i] + first + last - reach
        guard room >= 0 else { return nil }
        var size = (roundsUp ? room + strides[i] - 1 : room) / strides[i] + 1
        // A window that would begin in the padding behind the picture is left out.
        if roundsUp, (size - 1) * strides[i] >= input[i] + first { size -= 1 }
        output.append(size)
        before.append(first)
        after.append(last)
      }
    }
    return (output, before, after)
  }

  /// The same for the kernels, of one dimension or two.
  func convolutionWindow(input: [Int], output: [Int], before: [Int]) -> ConvolutionWindow {
    func two(_ values: [Int], _ fill: Int) -> (Int, Int) { values.count == 1 ? (fill, values[0]) : (values[0], values[1]) }
    let size = two(input, 1), out = two(output, 1), pad = two(before, 0)
    return ConvolutionWindow(
      inHeight: size.0, inWidth: size.1, outHeight: out.0, outWidth: out.1, kernel: two(kernel, 1), stride: two(strides, 1), dilation: two(dilations, 1),
      top: pad.0, left: pad.1)
  }
}
