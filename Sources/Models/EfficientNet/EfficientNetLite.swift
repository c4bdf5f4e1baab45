public import Kernels
import Weights

/// EfficientNet-Lite0: a picture of 224 by 224 pixels to a grid of features and one vector for all of it.
///
/// Convolutions, batch norms (taken into the weights) and ReLU6 alone; 0.8 billion operations a picture, some 15 ms on two threads.
/// Source: Tan and Le 2019, with the changes of EfficientNet-Lite; weights trained on ImageNet. Safe to call from several threads.
public final class EfficientNetLite: Sendable {
  /// Pixels on a side.
  public static let side = 224

  /// What comes out for one picture.
  public struct Features: Sendable {
    /// (7, 7, 320), from the last block.
    public var grid: [Float]
    /// (1280), the head's mean over the grid.
    public var pooled: [Float]
    /// (1000), ImageNet's classes.
    public var logits: [Float]
  }

  private struct Block: Sendable {
    var expand: Pointwise?
    var depthwise: DepthwiseWeights
    var kernel, stride: Int
    var project: Pointwise
    var addsInput: Bool
  }

  private struct Pointwise: Sendable {
    var weights: WeightMatrix
    var bias: FloatVector
  }

  private let stem, head, classes: Pointwise
  private let blocks: [Block]
  private let compute: Compute

  /// How far each of the sixteen blocks moves its window.
  private static let strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]

  /// - Parameter path: the weights as safetensors, under the names of the PyTorch release.
  /// - Throws: `WeightFileError` that names the tensor, `KernelError`.
  public init(path: String, compute: Compute) throws {
    let reader = Reader(file: try SafetensorsFile(path: path), compute: compute)
    stem = try reader.convolution("_conv_stem", norm: "_bn0", outputs: 32, inputs: 3, kernel: 3)
    var inputs = 32, blocks: [Block] = []
    for (i, stride) in Self.strides.enumerated() {
      let name = "_blocks.\(i).", kernels = reader.shape(name + "_depthwise_conv.weight"), outputs = reader.shape(name + "_project_conv.weight")?.first
      guard let kernels, kernels.count == 4, let outputs, [3, 5].contains(kernels[2]) else {
        throw WeightFileError(.missing, path: path, problem: "the block \(i) has no convolutions of the known shapes")
      }
      let width = kernels[0], expands = reader.shape(name + "_expand_conv.weight") != nil
      guard expands || width == inputs else { throw WeightFileError(.missing, path: path, problem: "the block \(i) does not fit the one before it") }
      blocks.append(
        Block(
          expand: expands ? try reader.convolution(name + "_expand_conv", norm: name + "_bn0", outputs: width, inputs: inputs, kernel: 1) : nil,
          depthwise: try reader.depthwise(name + "_depthwise_conv", norm: name + "_bn1", channels: width, kernel: kernels[2]), kernel: kernels[2],
          stride: stride, project: try reader.convolution(name + "_project_conv", norm: name + "_bn2", outputs: outputs, inputs: width, kernel: 1),
          addsInput: stride == 1 && inputs == outputs))
      inputs = outputs
    }
    self.blocks = blocks
    head = try reader.convolution("_conv_head", norm: "_bn1", outputs: 1280, inputs: inputs, kernel: 1)
    classes = try reader.linear("_fc", outputs: 1000, inputs: 1280)
    self.compute = compute
  }

  /// Runs one picture.
  ///
  /// - Parameter pixels: (224, 224, 3) red, green and blue from 0 to 255.
  public func features(_ pixels: [Float]) -> Features {
    precondition(pixels.count == Self.side * Self.side * 3, "EfficientNetLite: \(pixels.count) numbers for a picture")
    var x = picture(Self.side * Self.side, 3)
    for i in pixels.indices { unsafe x.pointer[i] = (pixels[i] - 127) / 128 }
    var side = Self.side
    (x, side) = convolve(x, side, stem, kernel: 3, stride: 2, map: .clip(0, 6))
    for block in blocks {
      let input = x, entry = side
      if let expand = block.expand { (x, _) = convolve(x, side, expand, kernel: 1, stride: 1, map: .clip(0, 6)) }
      let window = Self.window(side, kernel: block.kernel, stride: block.stride)
      let filtered = picture(window.outPixels, x.columns)
      compute.convolveDepthwise(x, window: window, weights: block.depthwise, map: .clip(0, 6), into: filtered)
      side = window.outHeight
      (x, _) = convolve(filtered, side, block.project, kernel: 1, stride: 1, map: .none)
      if block.addsInput, entry == side { compute.add(input, to: x) }
    }
    let grid = unsafe Array(UnsafeBufferPointer(start: x.pointer, count: side * side * x.columns))
    let (top, _) = convolve(x, side, head, kernel: 1, stride: 1, map: .clip(0, 6))
    let pooled = Activations(rows: 1, columns: top.columns)
    for r in 0..<top.rows { for c in 0..<top.columns { pooled[0, c] += top[r, c] / Float(top.rows) } }
    let logits = Activations(rows: 1, columns: classes.weights.rows)
    compute.multiply(pooled, [Product(weights: classes.weights, bias: classes.bias, output: logits)])
    return Features(grid: grid, pooled: pooled.copy(row: 0), logits: logits.copy(row: 0))
  }

  private func picture(_ pixels: Int, _ channels: Int) -> Activations {
    let made = Activations(rows: 1, columns: pixels * channels + Compute.slack)
    made.resize(rows: pixels, columns: channels)
    return made
  }

  private func convolve(_ x: Activations, _ side: Int, _ layer: Pointwise, kernel: Int, stride: Int, map: ElementMap) -> (Activations, Int) {
    let window = Self.window(side, kernel: kernel, stride: stride), out = picture(window.outPixels, layer.weights.rows)
    compute.convolve(x, window: window, weights: [layer.weights], biases: [layer.bias], map: map, into: out)
    return (out, window.outHeight)
  }

  /// TensorFlow's padding: what is missing for whole windows, the odd pixel behind the picture.
  private static func window(_ side: Int, kernel: Int, stride: Int) -> ConvolutionWindow {
    let out = (side + stride - 1) / stride, before = max(0, (out - 1) * stride + kernel - side) / 2
    return ConvolutionWindow(
      inHeight: side, inWidth: side, outHeight: out, outWidth: out, kernel: (kernel, kernel), stride: (stride, stride), top: before, left: before)
  }

  /// Reads layers with their batch norms taken into them.
  private struct Reader {
    let file: SafetensorsFile
    let compute: Compute
    private let epsilon: Float = 1e-3

    init(file: SafetensorsFile, compute: Compute) { (self.file, self.compute) = (file, compute) }

    func shape(_ name: String) -> [Int]? { file.tensors[name]?.shape }

    private func values(_ name: String, _ shape: [Int]) throws -> [Float] {
      let tensor = try file.tensor(name, shape: shape)
      return try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path)
    }

    private func norm(_ name: String, _ channels: Int) throws -> FusedTail {
      let weight = try values(name + ".weight", [channels]), bias = try values(name + ".bias", [channels])
      let mean = try values(name + ".running_mean", [channels]), variance = try values(name + ".running_var", [channels])
      let scale = (0..<channels).map { weight[$0] / (variance[$0] + epsilon).squareRoot() }
      return FusedTail(scale: scale, shift: (0..<channels).map { bias[$0] - mean[$0] * scale[$0] })
    }

    /// Weights (N, C, k, k) as rows (k, k, C).
    func convolution(_ name: String, norm: String, outputs: Int, inputs: Int, kernel: Int) throws -> Pointwise {
      let tail = try self.norm(norm, outputs), area = kernel * kernel
      let weights = tail.scaled(try values(name + ".weight", [outputs, inputs, kernel, kernel]), channels: outputs)
      var rows = [Float](repeating: 0, count: weights.count)
      for n in 0..<outputs { for c in 0..<inputs { for k in 0..<area { rows[(n * area + k) * inputs + c] = weights[(n * inputs + c) * area + k] } } }
      return Pointwise(
        weights: try packedFloats(rows, rows: outputs, columns: area * inputs, compute: compute),
        bias: FloatVector(tail.bias(nil, channels: outputs) ?? []))
    }

    func depthwise(_ name: String, norm: String, channels: Int, kernel: Int) throws -> DepthwiseWeights {
      let tail = try self.norm(norm, channels)
      return DepthwiseWeights(
        values: tail.scaled(try values(name + ".weight", [channels, 1, kernel, kernel]), channels: channels), kernelHeight: kernel, kernelWidth: kernel,
        bias: tail.bias(nil, channels: channels) ?? [])
    }

    func linear(_ name: String, outputs: Int, inputs: Int) throws -> Pointwise {
      Pointwise(
        weights: try packedFloats(values(name + ".weight", [outputs, inputs]), rows: outputs, columns: inputs, compute: compute),
        bias: FloatVector(try values(name + ".bias", [outputs])))
    }
  }
}
