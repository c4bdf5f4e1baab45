/// Numbers the symbols that a vocabulary and its merges are made of; needed only while a tokenizer is built.
///
/// Symbols are told apart by their bytes: `String` would take canonically equivalent spellings for one.
struct SymbolNumbering {
  private var numbers: [[UInt8]: Int32] = [:]
  private var next: Int32

  init(tokens: [String]) {
    next = Int32(tokens.count)
    numbers.reserveCapacity(tokens.count)
    // Of two equal entries the later one counts, as in the reference.
    for (id, token) in tokens.enumerated() { numbers[Array(token.utf8)] = Int32(id) }
  }

  /// The symbol of each byte; −1 where the vocabulary has none.
  var symbolOfByte: [Int32] {
    var table = [Int32](repeating: -1, count: 256)
    for value in UInt32(0)..<0x144 {
      guard let scalar = Unicode.Scalar(value), let byte = ByteAlphabet.byte(of: scalar) else { continue }
      table[Int(byte)] = numbers[Array(String(scalar).utf8)] ?? -1
    }
    return table
  }

  /// The two symbols of a merge and what they become; nil where the text is not a pair.
  ///
  /// The first character belongs to the left symbol even if it is a blank.
  mutating func pair(_ merge: String) -> (left: Int32, right: Int32, merged: Int32)? {
    let bytes = Array(merge.utf8)
    guard let blank = bytes.dropFirst().firstIndex(of: UInt8(ascii: " ")), blank + 1 < bytes.count else { return nil }
    let left = Array(bytes[..<blank])
    let right = Array(bytes[(blank + 1)...])
    return (number(left), number(right), number(left + right))
  }

  private mutating func number(_ symbol: [UInt8]) -> Int32 {
    if let number = numbers[symbol] { return number }
    defer { next += 1 }
    numbers[symbol] = next
    return next
  }
}
