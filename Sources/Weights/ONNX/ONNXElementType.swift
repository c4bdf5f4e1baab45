/// Element types of ONNX tensors. The raw values are the format's.
public enum ONNXElementType: Int, Sendable {
  case float = 1, uint8, int8, uint16, int16, int32, int64
  case bool = 9, float16, double, uint32, uint64
  case bfloat16 = 16

  /// Whether values are kept as 32-bit floats here; all others are whole numbers.
  public var isFloating: Bool {
    switch self {
    case .float, .float16, .double, .bfloat16: true
    default: false
    }
  }

  /// Bytes of one element in a file.
  var bytes: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .float, .int32, .uint32: 4
    case .double, .int64, .uint64: 8
    }
  }

  /// Brings a whole number into the type's range as C does: what is too large wraps around.
  public func wrapped(_ value: Int64) -> Int64 {
    switch self {
    case .uint8: Int64(UInt8(truncatingIfNeeded: value))
    case .int8: Int64(Int8(truncatingIfNeeded: value))
    case .uint16: Int64(UInt16(truncatingIfNeeded: value))
    case .int16: Int64(Int16(truncatingIfNeeded: value))
    case .int32: Int64(Int32(truncatingIfNeeded: value))
    case .uint32: Int64(UInt32(truncatingIfNeeded: value))
    case .bool: value == 0 ? 0 : 1
    default: value
    }
  }

  /// Rounds a float to what the type can hold.
  public func rounded(_ value: Float) -> Float {
    switch self {
    case .float16: Float(Float16(value))
    case .bfloat16:
      value.isNaN ? value : Float(bitPattern: (value.bitPattern &+ 0x7FFF &+ (value.bitPattern >> 16 & 1)) & 0xFFFF_0000)
    default: value
    }
  }
}
