/// Turns ids into text as they come, holding bytes back until they are whole scalars.
///
/// ```swift
/// var decoder = StreamingDecoder(tokenizer)
/// for id in ids { print(decoder.append(id), terminator: "") }
/// print(decoder.finish())
/// ```
public struct StreamingDecoder: Sendable {
  private let tokenizer: BytePairTokenizer
  /// At most three bytes: the beginning of a scalar.
  private var pending: [UInt8] = []

  public init(_ tokenizer: BytePairTokenizer) {
    self.tokenizer = tokenizer
  }

  /// The text that became whole with this token; often empty. Bytes that can never be UTF-8 become U+FFFD.
  public mutating func append(_ id: Int32) -> String {
    pending += tokenizer.bytes(of: id)
    let held = Self.unfinishedCount(pending)
    let text = String(decoding: pending.dropLast(held), as: UTF8.self)
    pending.removeFirst(pending.count - held)
    return text
  }

  /// What is left at the end, an unfinished scalar as U+FFFD.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a scalar that more bytes could complete.
  private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let width =
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
      return count < width ? count : 0
    }
    return 0
  }
}
