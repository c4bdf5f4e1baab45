import Kernels
import Layers
import Weights

/// A safetensors file read as BERT's layers.
struct BERTWeights {
  let file: SafetensorsFile
  let compute: Compute

  func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
    let tensor = try file.tensor(name, shape: [rows, columns])
    return try unsafe WeightMatrix(
      type: ElementType(tensor.type), rows: rows, columns: columns, bytes: file.bytes(of: tensor), compute: compute)
  }

  func vector(_ name: String, count: Int) throws -> [Float] {
    let tensor = try file.tensor(name, shape: [count])
    return try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path)
  }

  func norm(_ name: String, width: Int, epsilon: Float) throws -> LayerNorm {
    LayerNorm(
      weight: try vector(name + ".weight", count: width), bias: try vector(name + ".bias", count: width), epsilon: epsilon)
  }
}
