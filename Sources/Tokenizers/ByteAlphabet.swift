/// The printable stand-ins that byte-level vocabularies are written in: one scalar for each byte.
///
/// Printable bytes of Latin-1 stand for themselves; the other 68 are numbered upwards from U+0100 in byte order.
/// Source: the GPT-2 encoder, `bytes_to_unicode`.
enum ByteAlphabet {
  /// The byte a scalar stands for; nil where it is none of the 256.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    let value = Int(scalar.value)
    guard value < bytes.count, bytes[value] >= 0 else { return nil }
    return UInt8(bytes[value])
  }

  /// Appends the bytes a vocabulary entry stands for. Scalars outside the alphabet keep their own UTF-8.
  static func append(_ token: String, to result: inout [UInt8]) {
    for scalar in token.unicodeScalars {
      if let byte = byte(of: scalar) {
        result.append(byte)
      } else {
        result.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }

  /// Bytes as a vocabulary writes them.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(scalars[Int(byte)]) }
    return String(text)
  }

  private static let scalars: [Unicode.Scalar] = {
    var table = [Unicode.Scalar](repeating: "\0", count: 256)
    for value in UInt32(0)..<0x144 {
      if let scalar = Unicode.Scalar(value), let byte = byte(of: scalar) { table[Int(byte)] = scalar }
    }
    return table
  }()

  private static func isPrintable(_ byte: Int) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
  }

  /// Indexed by scalar value: the byte, or −1.
  private static let bytes: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    var next = 0x100
    for byte in 0...0xFF {
      if isPrintable(byte) {
        table[byte] = Int16(byte)
      } else {
        table[next] = Int16(byte)
        next += 1
      }
    }
    return table
  }()
}
