/// The bytes of every token, one after the other.
struct TokenTexts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(tokens: [String], isNormal: (Int) -> Bool) {
    bytes.reserveCapacity(tokens.count * 8)
    ends.reserveCapacity(tokens.count)
    for (id, token) in tokens.enumerated() {
      if isNormal(id) { ByteAlphabet.append(token, to: &bytes) } else { bytes.append(contentsOf: token.utf8) }
      ends.append(bytes.count)
    }
  }

  var count: Int { ends.count }

  subscript(id: Int) -> ArraySlice<UInt8> { bytes[(id == 0 ? 0 : ends[id - 1])..<ends[id]] }
}
