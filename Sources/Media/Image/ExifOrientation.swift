/// How a camera was held: which way a stored picture must be turned to stand upright.
///
/// Source: Exif 2.3, tag 0x0112. The numbers are the tag's values.
enum ExifOrientation: Int, Sendable {
  case upright = 1, mirrored, halfTurn, mirroredHalfTurn, transposed, quarterTurnClockwise, transversed, quarterTurnBack

  /// Reads the tag out of a TIFF structure; upright where there is none, or none that makes sense.
  init(tiff bytes: ArraySlice<UInt8>) {
    self = Self.find(bytes) ?? .upright
  }

  private static func find(_ bytes: ArraySlice<UInt8>) -> ExifOrientation? {
    func byte(_ at: Int) -> Int? { at >= 0 && at < bytes.count ? Int(bytes[bytes.startIndex + at]) : nil }
    guard let first = byte(0), first == byte(1), first == 0x49 || first == 0x4D else { return nil }
    let isLittle = first == 0x49
    func number(_ at: Int, bytes count: Int) -> Int? {
      var value = 0
      for i in 0..<count {
        guard let next = byte(at + (isLittle ? count - 1 - i : i)) else { return nil }
        value = value << 8 | next
      }
      return value
    }
    guard number(2, bytes: 2) == 42, let directory = number(4, bytes: 4), let entries = number(directory, bytes: 2) else { return nil }
    for i in 0..<min(entries, 512) {
      let entry = directory + 2 + 12 * i
      guard let tag = number(entry, bytes: 2) else { return nil }
      if tag == 0x0112 { return number(entry + 8, bytes: 2).flatMap { ExifOrientation(rawValue: $0) } }
    }
    return nil
  }

  var swapsSides: Bool { rawValue >= 5 }

  /// Where the upright picture's pixel stands in the stored one of `width` by `height`.
  func source(x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
    switch self {
    case .upright: (x, y)
    case .mirrored: (width - 1 - x, y)
    case .halfTurn: (width - 1 - x, height - 1 - y)
    case .mirroredHalfTurn: (x, height - 1 - y)
    case .transposed: (y, x)
    case .quarterTurnClockwise: (y, height - 1 - x)
    case .transversed: (width - 1 - y, height - 1 - x)
    case .quarterTurnBack: (width - 1 - y, x)
    }
  }
}
