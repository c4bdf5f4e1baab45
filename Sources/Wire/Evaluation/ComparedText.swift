/// A text made ready to look for accepted answers in: case, dashes, kinds of spaces, thousands separators and the
/// space before a percent sign make no difference.
public struct ComparedText: Sendable {
  private let scalars: [Unicode.Scalar]

  public init(_ text: String) { scalars = Self.normalised(text) }

  /// Without the numbers in brackets that point to citations: a `[2]` is not the answer 2.
  public init(withoutMarkers text: String) {
    var out = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "[") {
      out += rest[..<open]
      let inside = rest[rest.index(after: open)...].prefix { $0.isNumber }
      if !inside.isEmpty, inside.endIndex < rest.endIndex, rest[inside.endIndex] == "]" {
        rest = rest[rest.index(after: inside.endIndex)...]
      } else {
        out += "["
        rest = rest[rest.index(after: open)...]
      }
    }
    scalars = Self.normalised(out + rest)
  }

  /// Whether the wanted text stands here as words of its own: `20` does not stand in `120` or in `20.5`, `no` not in `not`.
  /// The end of a longer word is free, so that `breach` is found in `breaches`.
  public func holds(_ wanted: String) -> Bool {
    let wanted = Self.normalised(wanted)
    guard let first = wanted.first, let last = wanted.last, wanted.count <= scalars.count else { return false }
    for start in 0...(scalars.count - wanted.count) where scalars[start..<start + wanted.count].elementsEqual(wanted) {
      let end = start + wanted.count
      if Self.isWord(first), start > 0, Self.isWord(scalars[start - 1]) { continue }
      if Self.isDigit(first), start > 1, Self.isPoint(scalars[start - 1]), Self.isDigit(scalars[start - 2]) { continue }
      if Self.isDigit(last) {
        if end < scalars.count, Self.isDigit(scalars[end]) { continue }
        if end + 1 < scalars.count, Self.isPoint(scalars[end]), Self.isDigit(scalars[end + 1]) { continue }
      } else if wanted.count <= 3, Self.isWord(last), end < scalars.count, Self.isWord(scalars[end]) {
        continue
      }
      return true
    }
    return false
  }

  private static func normalised(_ text: String) -> [Unicode.Scalar] {
    var out: [Unicode.Scalar] = []
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": out.append("-")
      case "\u{2018}", "\u{2019}": out.append("'")
      case "\u{201C}", "\u{201D}": out.append("\"")
      case _ where scalar.properties.isWhitespace: if let last = out.last, last != " " { out.append(" ") }
      case "%": 
        if out.last == " " { out.removeLast() }
        out.append("%")
      default: out.append(scalar)
      }
    }
    if out.last == " " { out.removeLast() }
    return withoutThousands(out)
  }

  /// `1,500` and `1 500` become `1500`: a comma or space between digits with exactly three digits behind it.
  private static func withoutThousands(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    scalars.indices.compactMap { index in
      let scalar = scalars[index]
      guard scalar == "," || scalar == " " || scalar == "'" , index > 0, isDigit(scalars[index - 1]) else { return scalar }
      let digits = scalars[(index + 1)...].prefix { isDigit($0) }.count
      return digits == 3 ? nil : scalar
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar)
  }
}
