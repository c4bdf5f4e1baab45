/// One value of a GGUF file's metadata.
public enum GGUFValue: Sendable, Equatable {
  case integer(Int64)
  /// Above what a signed integer holds.
  case large(UInt64)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case strings([String])
  case integers([Int64])
  case numbers([Double])
  case booleans([Bool])

  /// GGUF's numbers for types.
  enum Code: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, boolean, string, array, uint64, int64, float64

    /// The least number of bytes a value of this type takes.
    var minimumBytes: Int {
      switch self {
      case .uint8, .int8, .boolean: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .string, .uint64, .int64, .float64: 8
      case .array: 12
      }
    }
  }

  /// Reads the type's number and the value behind it.
  static func read(_ reader: inout HeaderReader, key: String) throws(WeightFileError) -> GGUFValue {
    let code = try readCode(&reader, key: key)
    guard code == .array else { return try scalar(code, &reader, key: key) }
    let element = try readCode(&reader, key: key)
    guard element != .array else { throw reader.malformed("\(key): arrays of arrays are not supported") }
    let count = try reader.count(of: "elements of \(key)", atLeast: element.minimumBytes)
    return try array(of: element, count: count, &reader, key: key)
  }

  private static func readCode(_ reader: inout HeaderReader, key: String) throws(WeightFileError) -> Code {
    let number = try reader.integer(UInt32.self, "the type of \(key)")
    guard let code = Code(rawValue: number) else { throw reader.malformed("\(key): unknown type \(number)") }
    return code
  }

  private static func scalar(_ code: Code, _ reader: inout HeaderReader, key: String) throws(WeightFileError) -> GGUFValue {
    switch code {
    case .uint8: .integer(Int64(try reader.integer(UInt8.self, key)))
    case .int8: .integer(Int64(try reader.integer(Int8.self, key)))
    case .uint16: .integer(Int64(try reader.integer(UInt16.self, key)))
    case .int16: .integer(Int64(try reader.integer(Int16.self, key)))
    case .uint32: .integer(Int64(try reader.integer(UInt32.self, key)))
    case .int32: .integer(Int64(try reader.integer(Int32.self, key)))
    case .int64: .integer(try reader.integer(Int64.self, key))
    case .uint64: unsignedValue(try reader.integer(UInt64.self, key))
    case .float32: .number(Double(Float(bitPattern: try reader.integer(UInt32.self, key))))
    case .float64: .number(Double(bitPattern: try reader.integer(UInt64.self, key)))
    case .boolean: .boolean(try reader.integer(UInt8.self, key) != 0)
    case .string: .string(try reader.string(key))
    case .array: throw reader.malformed("\(key): an array inside a value")
    }
  }

  private static func unsignedValue(_ value: UInt64) -> GGUFValue {
    Int64(exactly: value).map { .integer($0) } ?? .large(value)
  }

  /// An array whose elements share the kind of the first; `count` was held against the file already.
  private static func array(of code: Code, count: Int, _ reader: inout HeaderReader, key: String) throws(WeightFileError)
    -> GGUFValue
  {
    switch code {
    case .string:
      var strings: [String] = []
      strings.reserveCapacity(count)
      for _ in 0..<count { strings.append(try reader.string(key)) }
      return .strings(strings)
    case .boolean:
      var values: [Bool] = []
      for _ in 0..<count { values.append(try reader.integer(UInt8.self, key) != 0) }
      return .booleans(values)
    case .float32, .float64:
      var values: [Double] = []
      values.reserveCapacity(count)
      for _ in 0..<count { if case .number(let value) = try scalar(code, &reader, key: key) { values.append(value) } }
      return .numbers(values)
    default:
      var values: [Int64] = []
      values.reserveCapacity(count)
      for _ in 0..<count {
        guard case .integer(let value) = try scalar(code, &reader, key: key) else {
          throw reader.malformed("\(key): an element is too large")
        }
        values.append(value)
      }
      return .integers(values)
    }
  }
}
