import Kernels
import Layers
import Weights

/// A GGUF file read as a decoder's layers.
struct DecoderWeights {
  let file: GGUFFile
  let compute: Compute

  func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
    let tensor = try file.tensor(name)
    guard tensor.shape == [rows, columns] else { throw wrongShape(tensor, [rows, columns]) }
    return try unsafe WeightMatrix(
      type: ElementType(tensor.type), rows: rows, columns: columns, bytes: file.bytes(of: tensor), compute: compute)
  }

  func vector(_ name: String, count: Int) throws(WeightFileError) -> [Float] {
    let tensor = try file.tensor(name)
    guard tensor.shape == [count] else { throw wrongShape(tensor, [count]) }
    return try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path)
  }

  /// A layer with its bias where the file has one.
  func linear(_ name: String, outputs: Int, inputs: Int) throws -> Linear {
    let bias = file.tensors[name + ".bias"] == nil ? nil : try vector(name + ".bias", count: outputs)
    return Linear(weight: try matrix(name + ".weight", rows: outputs, columns: inputs), bias: bias)
  }

  private func wrongShape(_ tensor: Tensor, _ wanted: [Int]) -> WeightFileError {
    WeightFileError(.missing, path: file.path, problem: "the tensor \(tensor.name) has the shape \(tensor.shape), not \(wanted)")
  }
}
