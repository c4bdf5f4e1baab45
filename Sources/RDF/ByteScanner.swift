/// A window over bytes that arrive in pieces, with the line and column of the next byte.
///
/// The window holds what has not been consumed, so looking ahead costs memory only for the distance looked.
struct ByteScanner {
  private let nextChunk: () throws -> [UInt8]?
  private var window: [UInt8] = []
  private var index = 0
  private var windowOffset = 0
  private var ended = false
  private var line = 1
  private var lineOffset = 0
  /// UTF-8 continuation bytes since the line began: what a byte count exceeds a scalar count by.
  private var continuations = 0
  private var afterCarriageReturn = false
  /// The last byte consumed that shows on paper.
  private(set) var lastVisible: UInt8 = 0

  init(_ nextChunk: @escaping () throws -> [UInt8]?) { self.nextChunk = nextChunk }

  var offset: Int { windowOffset + index }

  var position: SourcePosition {
    SourcePosition(line: line, column: offset - lineOffset - continuations + 1, byteOffset: offset)
  }

  func error(_ message: String) -> RDFSyntaxError { RDFSyntaxError(message, at: position) }

  /// The next byte, not consumed; nil at the end.
  @inline(__always)
  mutating func peek() throws -> UInt8? {
    if index < window.count { return window[index] }
    return try peek(ahead: 0)
  }

  /// The byte `ahead` places after the next one.
  mutating func peek(ahead: Int) throws -> UInt8? {
    while index + ahead >= window.count {
      guard !ended else { return nil }
      try refill()
    }
    return window[index + ahead]
  }

  private mutating func refill() throws {
    guard let chunk = try nextChunk() else {
      ended = true
      return
    }
    windowOffset += index
    if index == window.count {
      window = chunk
    } else {
      window.removeFirst(index)
      window.append(contentsOf: chunk)
    }
    index = 0
  }

  /// Consumes the byte that ``peek()`` showed.
  @inline(__always)
  mutating func advance() {
    let byte = window[index]
    index += 1
    if byte >= 0x20 && byte < 0x80 { afterCarriageReturn = false } else { noteSpecial(byte) }
    if byte > 0x20 { lastVisible = byte }
  }

  mutating func advance(_ count: Int) {
    for _ in 0..<count { advance() }
  }

  private mutating func noteSpecial(_ byte: UInt8) {
    if byte == 0x0A {
      if !afterCarriageReturn { line += 1 }
      lineOffset = offset
      continuations = 0
    } else if byte == 0x0D {
      line += 1
      lineOffset = offset
      continuations = 0
    } else if byte & 0xC0 == 0x80 {
      continuations += 1
    }
    afterCarriageReturn = byte == 0x0D
  }

  /// Consumes a run of printable ASCII that needs no look at each byte, up to `stop`, a backslash or anything else that does, and appends it.
  mutating func takePlainRun(until stop: UInt8, into bytes: inout [UInt8]) {
    var end = index
    while end < window.count {
      let byte = window[end]
      if byte == stop || byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { break }
      end += 1
    }
    guard end > index else { return }
    bytes.append(contentsOf: window[index..<end])
    if let last = window[index..<end].last(where: { $0 > 0x20 }) { lastVisible = last }
    index = end
    afterCarriageReturn = false
  }

  /// The same for what an IRI may hold as it is written: ASCII from `!` on without what the grammar forbids.
  mutating func takePlainIRIRun(into bytes: inout [UInt8]) {
    var end = index
    while end < window.count {
      let byte = window[end]
      if byte >= 0x80 || Self.isForbiddenInIRI(UInt32(byte)) { break }
      end += 1
    }
    guard end > index else { return }
    bytes.append(contentsOf: window[index..<end])
    index = end
    afterCarriageReturn = false
    lastVisible = window[end - 1]
  }

  /// Consumes `byte` when it is next.
  mutating func take(_ byte: UInt8) throws -> Bool {
    guard try peek() == byte else { return false }
    advance()
    return true
  }

  /// The Unicode scalar that starts `ahead` places on, with its length in bytes; nil at the end.
  /// - Throws: ``RDFSyntaxError`` when the bytes there are not UTF-8 (overlong forms, surrogates and values past U+10FFFF included).
  mutating func scalar(ahead: Int = 0) throws -> (value: UInt32, length: Int)? {
    guard let first = try peek(ahead: ahead) else { return nil }
    if first < 0x80 { return (UInt32(first), 1) }
    let length: Int
    var value: UInt32
    let least: UInt32
    switch first {
    case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
    case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
    case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x10000)
    default: throw error("this byte is not UTF-8")
    }
    for place in 1..<length {
      guard let byte = try peek(ahead: ahead + place), byte & 0xC0 == 0x80 else { throw error("this byte is not UTF-8") }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { throw error("this byte is not UTF-8") }
    return (value, length)
  }

  /// Consumes one scalar of any kind and appends its bytes.
  mutating func takeScalar(into bytes: inout [UInt8]) throws {
    guard let (_, length) = try scalar() else { return }
    for _ in 0..<length {
      bytes.append(window[index])
      advance()
    }
  }
}
