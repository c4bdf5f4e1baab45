/// A picture of 8-bit red, green and blue, row by row from the top left, upright.
public struct PixelImage: Sendable, Equatable {
  /// Pixels from left to right.
  public let width: Int
  /// Pixels from top to bottom.
  public let height: Int
  /// (height, width, 3).
  public let rgb: [UInt8]

  /// The longest side that is decoded, in pixels.
  public static let longestSide = 20_000
  /// The most pixels that are decoded.
  public static let mostPixels = 40_000_000

  /// Traps when the bytes are not those of the shape.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(width > 0 && height > 0 && rgb.count == width * height * 3, "PixelImage: \(rgb.count) bytes for \(width) by \(height)")
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// Holds a header's size against the limits.
  static func check(width: Int, height: Int) throws(MediaError) {
    guard width > 0, height > 0 else { throw MediaError(.undecodable, "the picture has no pixels (\(width) by \(height)); give another") }
    guard width <= longestSide, height <= longestSide, width * height <= mostPixels else {
      throw MediaError(
        .tooLarge,
        "the picture is \(width) by \(height) pixels; at most \(longestSide) on a side and \(mostPixels / 1_000_000) million in all are read: scale it down or cut it"
      )
    }
  }

  /// Width and height as four bytes each, little-endian, then the pixels.
  var serialized: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + rgb.count)
    for value in [width, height] { for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) } }
    bytes.append(contentsOf: rgb)
    return bytes
  }

  init(serialized bytes: ArraySlice<UInt8>) throws(MediaError) {
    let damaged = MediaError(.undecodable, "the decoder's reply is damaged")
    guard bytes.count >= 8 else { throw damaged }
    func value(at index: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[bytes.startIndex + index + $1]) << (8 * $1) } }
    let width = value(at: 0), height = value(at: 4)
    try Self.check(width: width, height: height)
    guard bytes.count - 8 == width * height * 3 else { throw damaged }
    self.init(width: width, height: height, rgb: Array(bytes.dropFirst(8)))
  }

  /// Turned upright.
  func upright(_ orientation: ExifOrientation) -> PixelImage {
    guard orientation != .upright else { return self }
    let (outWidth, outHeight) = orientation.swapsSides ? (height, width) : (width, height)
    var out = [UInt8](repeating: 0, count: rgb.count)
    for y in 0..<outHeight {
      for x in 0..<outWidth {
        let from = orientation.source(x: x, y: y, width: width, height: height), at = (from.y * width + from.x) * 3
        let to = (y * outWidth + x) * 3
        for c in 0..<3 { out[to + c] = rgb[at + c] }
      }
    }
    return PixelImage(width: outWidth, height: outHeight, rgb: out)
  }
}
