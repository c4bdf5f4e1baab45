import Kernels
import Layers
import Weights

/// A GGUF file read as a decoder's layers.
struct DecoderWeights {
  let file: GGUFFile
  let compute: Compute
  /// What changes the linear maps, in order.
  var adapters: [AppliedAdapter] = []
  /// The decoder's, where there are adapters.
  var shape: DecoderConfiguration?

  func has(_ name: String) -> Bool { file.tensors[name] != nil }

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
    let weight = try matrix(name + ".weight", rows: outputs, columns: inputs)
    guard let shape, let (layer, place) = Self.place(name) else { return Linear(weight: weight, bias: bias) }
    var parts: [AppliedAdapter.Way: [LowRankAddition.Part]] = [:]
    for applied in adapters {
      guard let part = try applied.part(layer: layer, place: place, inputs: inputs, outputs: outputs, shape: shape) else { continue }
      parts[applied.way, default: []].append(part)
    }
    return Linear(
      weight: try parts[.merged].map { try merged(weight, with: $0) } ?? weight, bias: bias,
      addition: try parts[.beside].map { try LowRankAddition($0, inputs: inputs, outputs: outputs, compute: compute) })
  }

  /// The weights and what adapters add to them as one matrix of bfloat16.
  private func merged(_ weight: WeightMatrix, with parts: [LowRankAddition.Part]) throws -> WeightMatrix {
    let columns = weight.columns
    var values = [Float](repeating: 0, count: weight.rows * columns)
    unsafe values.withUnsafeMutableBufferPointer { values in
      for row in 0..<weight.rows { unsafe weight.row(row, into: UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])) }
    }
    for part in parts {
      for row in 0..<weight.rows {
        for i in 0..<part.rank {
          let factor = part.scale * part.up[row * part.rank + i]
          for column in 0..<columns { values[row * columns + column] += factor * part.down[i * columns + column] }
        }
      }
    }
    return try WeightMatrix.bfloat(rounding: values, rows: weight.rows, columns: columns, compute: compute)
  }

  /// Which projection of which layer a name of the file is: `blk.7.attn_q` is the queries' of layer 7.
  private static func place(_ name: String) -> (layer: Int, place: TrainableDecoderLayer.Place)? {
    let words = name.split(separator: ".")
    guard words.count == 3, let layer = Int(words[1]) else { return nil }
    return TrainableDecoderLayer.Place.allCases.first { $0.fileName == words[2] }.map { (layer, $0) }
  }

  private func wrongShape(_ tensor: Tensor, _ wanted: [Int]) -> WeightFileError {
    WeightFileError(.missing, path: file.path, problem: "the tensor \(tensor.name) has the shape \(tensor.shape), not \(wanted)")
  }
}
