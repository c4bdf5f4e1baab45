/// Reads little-endian values one after another and never past the end.
///
/// Lengths are read through ``count(of:atLeast:)``, which holds them against the bytes that are left: an array of n
/// elements takes at least n times its smallest element, so no header can ask for more memory than the file has bytes.
@safe struct HeaderReader {
  let path: String
  private(set) var offset = 0
  private let bytes: UnsafeRawBufferPointer

  init(path: String, bytes: UnsafeRawBufferPointer) {
    self.path = path
    unsafe self.bytes = bytes
  }

  var remaining: Int { unsafe bytes.count - offset }

  mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, _ what: String) throws(WeightFileError) -> T {
    let size = MemoryLayout<T>.size
    guard remaining >= size else { throw truncated(what) }
    defer { offset += size }
    return unsafe T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  /// A 64-bit count of things of which each takes at least `minimum` bytes.
  mutating func count(of what: String, atLeast minimum: Int) throws(WeightFileError) -> Int {
    let at = offset
    let value = try integer(UInt64.self, what)
    guard value <= UInt64(remaining / max(minimum, 1)) else {
      throw WeightFileError(
        .truncated, path: path, problem: "\(value) \(what) cannot stand in the \(remaining) bytes that are left", offset: at)
    }
    return Int(value)
  }

  mutating func string(_ what: String) throws(WeightFileError) -> String {
    let length = try count(of: "bytes of \(what)", atLeast: 1)
    defer { offset += length }
    return unsafe String(decoding: bytes[offset..<offset + length], as: UTF8.self)
  }

  /// A 32-bit count of things of which each takes at least `minimum` bytes.
  mutating func count32(of what: String, atLeast minimum: Int) throws(WeightFileError) -> Int {
    let at = offset
    let value = Int(try integer(UInt32.self, what))
    guard value <= remaining / max(minimum, 1) else {
      throw WeightFileError(
        .truncated, path: path, problem: "\(value) \(what) cannot stand in the \(remaining) bytes that are left", offset: at)
    }
    return value
  }

  /// A string behind a 16-bit length that counts its final zero.
  mutating func terminatedString(_ what: String) throws(WeightFileError) -> String {
    let at = offset
    let length = Int(try integer(UInt16.self, "the length of \(what)"))
    guard length > 0 else { throw malformed("\(what) lacks its final zero", at: at) }
    let start = offset
    try skip(length, what)
    guard unsafe bytes[start + length - 1] == 0 else { throw malformed("\(what) lacks its final zero", at: at) }
    return unsafe String(decoding: bytes[start..<start + length - 1], as: UTF8.self)
  }

  mutating func skip(_ length: Int, _ what: String) throws(WeightFileError) {
    guard length >= 0, length <= remaining else { throw truncated(what) }
    offset += length
  }

  func malformed(_ problem: String, at place: Int? = nil) -> WeightFileError {
    WeightFileError(.malformed, path: path, problem: problem, offset: place ?? offset)
  }

  private func truncated(_ what: String) -> WeightFileError {
    WeightFileError(.truncated, path: path, problem: "the file ends inside \(what)", offset: offset)
  }
}
