import Kernels
import Weights

/// One linear map of an encoder as its file has it, until it is packed.
struct EncoderMatrix {
  let rows, columns: Int
  let bias: [Float]
  private let tensor: Tensor
  private let file: SafetensorsFile

  init(_ name: String, outputs: Int, inputs: Int, file: SafetensorsFile) throws {
    tensor = try file.tensor(name + ".weight", shape: [outputs, inputs])
    let vector = try file.tensor(name + ".bias", shape: [outputs])
    bias = try unsafe floats(of: vector, bytes: file.bytes(of: vector), path: file.path)
    self.file = file
    (rows, columns) = (outputs, inputs)
  }

  /// The weights with the file's own bits.
  func packed(compute: Compute) throws -> WeightMatrix {
    try unsafe WeightMatrix(
      type: ElementType(tensor.type), rows: rows, columns: columns, bytes: file.bytes(of: tensor), compute: compute)
  }

  /// (K) the largest magnitude in each column.
  func columnExtents() throws -> [Float] {
    let values = try self.values()
    var extents = [Float](repeating: 0, count: columns)
    for n in 0..<rows {
      for k in 0..<columns { extents[k] = max(extents[k], abs(values[n * columns + k])) }
    }
    return extents
  }

  /// The weights rounded to bfloat16, to nearest even.
  func bfloat(compute: Compute) throws -> WeightMatrix {
    try .bfloat(rounding: try values(), rows: rows, columns: columns, compute: compute)
  }

  /// The weights times (K) `factors`, in blocks of 32 with 8 bits each and one float16 scale.
  func rounded(multipliedBy factors: [Float], compute: Compute) throws -> WeightMatrix {
    let values = try self.values(), size = ElementType.q8_0.blockSize
    var bytes = [UInt8]()
    bytes.reserveCapacity(rows * columns / size * ElementType.q8_0.blockBytes)
    var block = [Float](repeating: 0, count: size)
    for start in stride(from: 0, to: values.count, by: size) {
      var extent: Float = 0
      for i in 0..<size {
        block[i] = values[start + i] * factors[start % columns + i]
        extent = max(extent, abs(block[i]))
      }
      let scale = Float16(extent / 127), inverse = scale > 0 ? 1 / Float(scale) : 0
      bytes.append(UInt8(truncatingIfNeeded: scale.bitPattern))
      bytes.append(UInt8(scale.bitPattern >> 8))
      for value in block {
        // The scale may have been rounded down: the largest value must not pass 127.
        bytes.append(UInt8(bitPattern: Int8(max(-127, min(127, (value * inverse).rounded(.toNearestOrEven))))))
      }
    }
    return try unsafe bytes.withUnsafeBytes {
      try unsafe WeightMatrix(type: .q8_0, rows: rows, columns: columns, bytes: $0, compute: compute)
    }
  }

  private func values() throws -> [Float] { try unsafe floats(of: tensor, bytes: file.bytes(of: tensor), path: file.path) }
}
