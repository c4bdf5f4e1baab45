/// Reads the fields of one protocol-buffers message, a range of a file, and never past its end.
///
/// Nested messages are ranges that the caller reads with a reader of their own: nothing here recurses.
/// Source: the protocol buffers encoding, wire types 0, 1, 2 and 5.
@safe struct ProtobufReader {
  enum Value {
    case number(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    /// Bytes, a string, a message or packed numbers: where they stand in the file.
    case range(Range<Int>)
  }

  let path: String
  private let bytes: UnsafeRawBufferPointer
  private var at: Int
  private let end: Int

  init(path: String, bytes: UnsafeRawBufferPointer, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "ProtobufReader: \(range) of \(bytes.count) bytes")
    self.path = path
    unsafe self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  /// The next field, nil at the message's end.
  mutating func next() throws(WeightFileError) -> (number: Int, value: Value)? {
    guard at < end else { return nil }
    let key = try variableLength()
    guard key >> 3 >= 1, key >> 3 < 1 << 29 else { throw fault("a field of number \(key >> 3)") }
    let number = Int(key >> 3)
    switch key & 7 {
    case 0: return (number, .number(try variableLength()))
    case 1: return (number, .fixed64(try fixed(UInt64.self)))
    case 2:
      let length = try variableLength()
      guard length <= UInt64(end - at) else { throw fault("a field of \(length) bytes in the \(end - at) that are left") }
      defer { at += Int(length) }
      return (number, .range(at..<at + Int(length)))
    case 5: return (number, .fixed32(try fixed(UInt32.self)))
    default: throw fault("a field of wire type \(key & 7)")
    }
  }

  /// One number after another, as packed repeated fields hold them; nil at the end.
  mutating func nextPacked() throws(WeightFileError) -> UInt64? { at < end ? try variableLength() : nil }

  mutating func nextPacked<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws(WeightFileError) -> T? {
    at < end ? try fixed(type) : nil
  }

  /// A nested message, or packed numbers.
  func inside(_ range: Range<Int>) -> ProtobufReader { unsafe ProtobufReader(path: path, bytes: bytes, range: range) }

  func string(_ range: Range<Int>) -> String { unsafe String(decoding: bytes[range], as: UTF8.self) }

  func fault(_ problem: String) -> WeightFileError { WeightFileError(.malformed, path: path, problem: problem, offset: at) }

  private mutating func variableLength() throws(WeightFileError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard at < end else { throw WeightFileError(.truncated, path: path, problem: "a number goes past its message's end", offset: at) }
      let byte = unsafe bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw fault("a number of more than ten bytes")
  }

  private mutating func fixed<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws(WeightFileError) -> T {
    guard end - at >= MemoryLayout<T>.size else {
      throw WeightFileError(.truncated, path: path, problem: "a number goes past its message's end", offset: at)
    }
    defer { at += MemoryLayout<T>.size }
    return unsafe T(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
  }
}
