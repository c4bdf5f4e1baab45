import Foundation

/// Writes GGUF headers, good and bad ones, byte by byte.
struct GGUFBuilder {
  var bytes: [UInt8] = []

  init(version: UInt32 = 3, tensors: UInt64, keys: UInt64) {
    bytes += Array("GGUF".utf8)
    append(version)
    append(tensors)
    append(keys)
  }

  mutating func append<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
  }

  mutating func append(_ text: String, claimedLength: UInt64? = nil) {
    append(claimedLength ?? UInt64(text.utf8.count))
    bytes += Array(text.utf8)
  }

  mutating func key(_ name: String, type: UInt32) {
    append(name)
    append(type)
  }

  mutating func tensor(_ name: String, shape: [UInt64], type: UInt32, offset: UInt64) {
    append(name)
    append(UInt32(shape.count))
    for dimension in shape { append(dimension) }
    append(type)
    append(offset)
  }

  /// Fills up to a multiple of 32 and adds `count` bytes of data.
  mutating func data(_ count: Int) {
    while bytes.count % 32 != 0 { bytes.append(0) }
    bytes += (0..<count).map { UInt8(truncatingIfNeeded: $0) }
  }
}

/// A file that goes away with its owner.
final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)").path

  init(_ bytes: [UInt8]) { _ = FileManager.default.createFile(atPath: path, contents: Data(bytes)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
