import Kernels
import Layers
import Weights

/// A safetensors file read as BERT's layers.
struct BERTWeights {
  let file: SafetensorsFile
  let compute: Compute

  /// The rows of a table, one after the other.
  func table(_ name: String, rows: Int, columns: Int) throws -> [Float] {
    let tensor = try file.tensor(name, shape: [rows, columns])
    return try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path)
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
