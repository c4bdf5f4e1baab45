/// Numbers the symbols that a vocabulary and its merges are made of; needed only while a tokenizer is built.
///
/// Symbols are told apart by their bytes: `String` would take canonically equivalent spellings for one. Their bytes lie
/// one after the other in one array, found through open addressing: a vocabulary of 150,000 entries would otherwise be
/// as many small allocations, and most of the time that loading a small decoder takes.
struct SymbolNumbering {
  private var bytes: [UInt8] = []
  /// Where each known symbol begins in `bytes`; one more than there are symbols.
  private var starts: [Int32] = [0]
  private var numbers: [Int32] = []
  /// Places in `numbers`, −1 where free.
  private var slots: [Int32]
  private var next: Int32
  /// Differs from run to run, so that no file can be made to collide.
  private let seed = UInt64.random(in: .min ... .max)

  init(tokens: [String]) {
    next = Int32(tokens.count)
    slots = Array(repeating: -1, count: Self.size(for: tokens.count))
    bytes.reserveCapacity(tokens.count * 8)
    numbers.reserveCapacity(tokens.count)
    starts.reserveCapacity(tokens.count + 1)
    // Of two equal entries the later one counts, as in the reference.
    for (id, token) in tokens.enumerated() {
      var token = token
      token.withUTF8 { utf8 in
        let symbol = unsafe Span(_unsafeElements: utf8)
        let (slot, place) = find(symbol)
        if place >= 0 { numbers[place] = Int32(id) } else { insert(symbol, number: Int32(id), at: slot) }
      }
    }
  }

  /// The symbol of each byte; −1 where the vocabulary has none.
  var symbolOfByte: [Int32] {
    var table = [Int32](repeating: -1, count: 256)
    for value in UInt32(0)..<0x144 {
      guard let scalar = Unicode.Scalar(value), let byte = ByteAlphabet.byte(of: scalar) else { continue }
      let place = find(Array(String(scalar).utf8).span).place
      table[Int(byte)] = place >= 0 ? numbers[place] : -1
    }
    return table
  }

  /// The two symbols of a merge and what they become; nil where the text is not a pair.
  ///
  /// The first character belongs to the left symbol even if it is a blank.
  mutating func pair(_ merge: String) -> (left: Int32, right: Int32, merged: Int32)? {
    var merge = merge
    return merge.withUTF8 { utf8 in
      let text = unsafe Span(_unsafeElements: utf8)
      var blank = 1
      while blank < text.count, text[blank] != UInt8(ascii: " ") { blank += 1 }
      guard blank + 1 < text.count else { return nil }
      joined.removeAll(keepingCapacity: true)
      for index in text.indices where index != blank { joined.append(text[index]) }
      let whole = joined
      return (number(text.extracting(..<blank)), number(text.extracting((blank + 1)...)), number(whole.span))
    }
  }

  /// Scratch for the bytes of a merge's result.
  private var joined: [UInt8] = []

  private mutating func number(_ symbol: Span<UInt8>) -> Int32 {
    let (slot, place) = find(symbol)
    if place >= 0 { return numbers[place] }
    defer { next += 1 }
    insert(symbol, number: next, at: slot)
    return next
  }

  /// The place of a symbol, or −1 and the slot where it belongs.
  private func find(_ symbol: Span<UInt8>) -> (slot: Int, place: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(symbol)) & mask
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if isEqual(symbol, at: place) { return (slot, place) }
      slot = (slot + 1) & mask
    }
    return (slot, -1)
  }

  private func isEqual(_ symbol: Span<UInt8>, at place: Int) -> Bool {
    let start = Int(starts[place])
    guard Int(starts[place + 1]) - start == symbol.count else { return false }
    for index in symbol.indices where bytes[start + index] != symbol[index] { return false }
    return true
  }

  private mutating func insert(_ symbol: Span<UInt8>, number: Int32, at slot: Int) {
    slots[slot] = Int32(numbers.count)
    for index in symbol.indices { bytes.append(symbol[index]) }
    starts.append(Int32(bytes.count))
    numbers.append(number)
    if numbers.count * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    let count = slots.count * 2, mask = count - 1
    var fresh = [Int32](repeating: -1, count: count)
    for place in numbers.indices {
      let symbol = bytes.span.extracting(Int(starts[place])..<Int(starts[place + 1]))
      var slot = Int(truncatingIfNeeded: hash(symbol)) & mask
      while fresh[slot] >= 0 { slot = (slot + 1) & mask }
      fresh[slot] = Int32(place)
    }
    slots = fresh
  }

  private func hash(_ symbol: Span<UInt8>) -> UInt64 {
    var state = seed
    for index in symbol.indices {
      state = (state ^ UInt64(symbol[index])) &* 0x9E37_79B9_7F4A_7C15
      state ^= state >> 29
    }
    return state ^ state >> 32
  }

  private static func size(for count: Int) -> Int {
    var size = 1024
    while size < count * 2 + 2 { size *= 2 }
    return size
  }
}
