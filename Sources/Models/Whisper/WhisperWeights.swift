import Kernels
import Layers
import Weights

/// A CTranslate2 file read as Whisper's layers.
struct WhisperWeights {
  let file: CTranslate2File
  let compute: Compute

  /// Rows `rows` of a matrix, or all of it.
  func matrix(_ name: String, shape: [Int], rows: Range<Int>? = nil) throws -> WeightMatrix {
    let tensor = try file.tensor(name, shape: shape)
    let rows = rows ?? 0..<shape[0], each = tensor.range.count / shape[0]
    // The file does not align its data; packing wants it aligned.
    let bytes = unsafe Array(UnsafeRawBufferPointer(rebasing: file.bytes(of: tensor)[rows.lowerBound * each..<rows.upperBound * each]))
    return try unsafe bytes.withUnsafeBytes {
      try unsafe WeightMatrix(type: ElementType(tensor.type), rows: rows.count, columns: shape[1], bytes: $0, compute: compute)
    }
  }

  func vector(_ name: String, shape: [Int]) throws -> [Float] {
    let tensor = try file.tensor(name, shape: shape)
    return try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path)
  }

  func norm(_ name: String, width: Int) throws -> LayerNorm {
    LayerNorm(
      weight: try vector(name + "/gamma", shape: [width]), bias: try vector(name + "/beta", shape: [width]),
      epsilon: WhisperConfiguration.epsilon)
  }

  func linear(_ name: String, outputs: Int, inputs: Int) throws -> Linear {
    Linear(weight: try matrix(name + "/weight", shape: [outputs, inputs]), bias: try vector(name + "/bias", shape: [outputs]))
  }

  /// A matrix that holds several maps of one input, one below the other, as those maps.
  func parts(_ name: String, count: Int, width: Int) throws -> [Linear] {
    let biases = try vector(name + "/bias", shape: [count * width])
    return try (0..<count).map { part in
      let rows = part * width..<(part + 1) * width
      return Linear(weight: try matrix(name + "/weight", shape: [count * width, width], rows: rows), bias: Array(biases[rows]))
    }
  }

  /// The weights of a convolution, (out, in, 3) in the file, as a matrix over three frames one after another.
  func convolution(_ name: String, outputs: Int, inputs: Int, stride: Int) throws -> TemporalConvolution {
    let values = try vector(name + "/weight", shape: [outputs, inputs, 3])
    var rows: [Float] = []
    rows.reserveCapacity(values.count)
    for out in 0..<outputs {
      for tap in 0..<3 { for c in 0..<inputs { rows.append(values[(out * inputs + c) * 3 + tap]) } }
    }
    let weight = try unsafe rows.withUnsafeBytes {
      try unsafe WeightMatrix(type: .f32, rows: outputs, columns: 3 * inputs, bytes: $0, compute: compute)
    }
    return TemporalConvolution(weight: weight, bias: try vector(name + "/bias", shape: [outputs]), taps: 3, stride: stride)
  }
}
