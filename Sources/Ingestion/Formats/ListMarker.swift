/// What an item of a list begins with: `-`, `*`, `+`, `•`, `1.`, `2)`.
enum ListMarker {
  /// The bytes of the marker and the space after it; 0 where the line begins no item.
  static func length(_ text: [UInt8], _ line: Line) -> Int {
    let start = line.content(text)
    var position = start
    guard position < line.end else { return 0 }
    switch text[position] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      position += 1
    case 0xE2 where position + 2 < line.end && text[position + 1] == 0x80 && text[position + 2] == 0xA2:
      position += 3
    case let byte where byte.isDigit:
      while position < line.end, position - start < 4, text[position].isDigit { position += 1 }
      guard position < line.end, text[position] == UInt8(ascii: ".") || text[position] == UInt8(ascii: ")") else { return 0 }
      position += 1
    default:
      return 0
    }
    guard position < line.end, text[position].isBlank else { return 0 }
    return position + 1 - start
  }
}
