/// Finds a text in a text, byte by byte, which in UTF-8 is scalar by scalar.
enum ByteSearch {
  /// The place of the first byte of `needle`, nil when it is not there.
  static func firstOffset(_ text: String, of needle: String) -> Int? {
    let hay = text.utf8Span.span
    let wanted = needle.utf8Span.span
    guard wanted.count > 0 else { return 0 }
    guard hay.count >= wanted.count else { return nil }
    let first = wanted[0]
    let last = hay.count - wanted.count
    var place = 0
    while place <= last {
      if hay[place] == first {
        var length = 1
        while length < wanted.count, hay[place + length] == wanted[length] { length += 1 }
        if length == wanted.count { return place }
      }
      place += 1
    }
    return nil
  }

  static func contains(_ text: String, _ needle: String) -> Bool { firstOffset(text, of: needle) != nil }

  static func starts(_ text: String, with prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

  static func ends(_ text: String, with suffix: String) -> Bool { text.utf8.reversed().starts(with: suffix.utf8.reversed()) }
}
