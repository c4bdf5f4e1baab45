import CKernels

/// How the elements of a matrix are stored in a file.
///
/// The quantised types are GGUF's: blocks along a row that share scales.
public enum ElementType: Sendable, CaseIterable {
  case f32, f16, bf16, q4_0, q4_1, q5_0, q5_1, q8_0, q4_K, q5_K, q6_K

  /// Elements that one block holds; a row is a whole number of blocks.
  public var blockSize: Int { Int(kg_block_elements(code)) }
  /// Bytes of one block.
  public var blockBytes: Int { Int(kg_block_bytes(code)) }

  var code: Int32 {
    switch self {
    case .f32: Int32(KG_TYPE_F32)
    case .f16: Int32(KG_TYPE_F16)
    case .bf16: Int32(KG_TYPE_BF16)
    case .q4_0: Int32(KG_TYPE_Q4_0)
    case .q4_1: Int32(KG_TYPE_Q4_1)
    case .q5_0: Int32(KG_TYPE_Q5_0)
    case .q5_1: Int32(KG_TYPE_Q5_1)
    case .q8_0: Int32(KG_TYPE_Q8_0)
    case .q4_K: Int32(KG_TYPE_Q4_K)
    case .q5_K: Int32(KG_TYPE_Q5_K)
    case .q6_K: Int32(KG_TYPE_Q6_K)
    }
  }
}
