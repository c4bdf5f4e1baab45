import Kernels
import Weights

extension ElementType {
  /// The kernels' name for a file's type.
  init(_ type: TensorType) {
    self =
      switch type {
      case .f32: .f32
      case .f16: .f16
      case .bf16: .bf16
      case .q4_0: .q4_0
      case .q4_1: .q4_1
      case .q5_0: .q5_0
      case .q5_1: .q5_1
      case .q8_0: .q8_0
      case .q4_K: .q4_K
      case .q5_K: .q5_K
      case .q6_K: .q6_K
      }
  }
}

/// The values of a small tensor that is stored as plain numbers: a bias or a norm's weights.
///
/// - Throws: ``WeightFileError`` for a quantised tensor.
func floats(of tensor: Tensor, bytes: UnsafeRawBufferPointer, path: String) throws(WeightFileError) -> [Float] {
  switch tensor.type {
  case .f32:
    return (0..<tensor.count).map {
      unsafe Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
    }
  case .f16:
    return (0..<tensor.count).map {
      unsafe Float(Float16(bitPattern: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))))
    }
  case .bf16:
    return (0..<tensor.count).map {
      let half = unsafe UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
      return Float(bitPattern: UInt32(half) << 16)
    }
  default:
    throw WeightFileError(.malformed, path: path, problem: "the vector \(tensor.name) is quantised (\(tensor.type.rawValue))")
  }
}
