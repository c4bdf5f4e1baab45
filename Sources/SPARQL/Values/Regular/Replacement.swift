/// The replacement of fn:replace, split at its references.
struct Replacement {
  enum Piece {
    case text(String), capture(Int)
  }

  var pieces: [Piece] = []

  init(_ text: String, captures: Int, isQuoted: Bool) throws(RegularError) {
    guard !isQuoted else {
      pieces = [.text(text)]
      return
    }
    let scalars = Array(text.unicodeScalars)
    var plain = ""
    var index = 0
    while index < scalars.count {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalars[index] {
      case "\\":
        guard next == "\\" || next == "$" else { throw RegularError(message: "a replacement knows \\\\ and \\$ only") }
        plain.unicodeScalars.append(next)
        index += 1
      case "$":
        guard ("0"..."9").contains(next) else { throw RegularError(message: "a number is missing after $ in the replacement") }
        var number = Int(next.value) - 48
        index += 1
        // As many digits as there is a bracket for.
        while index + 1 < scalars.count, ("0"..."9").contains(scalars[index + 1]), number * 10 + Int(scalars[index + 1].value) - 48 <= captures {
          number = number * 10 + Int(scalars[index + 1].value) - 48
          index += 1
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        if number <= captures { pieces.append(.capture(number)) }
      default: plain.unicodeScalars.append(scalars[index])
      }
      index += 1
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
  }
}
