/// What a JPEG says of itself before its pixels: its size, and how the camera was held.
///
/// Source: ITU-T T.81, annex B.
struct JPEGHeader {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var orientation = ExifOrientation.upright

  /// - Throws: ``MediaError`` when no size comes before the pixels.
  init(_ bytes: [UInt8]) throws(MediaError) {
    var at = 2
    while at + 4 <= bytes.count {
      guard bytes[at] == 0xFF else { break }
      let marker = bytes[at + 1]
      if marker == 0xFF {  // a fill byte
        at += 1
        continue
      }
      if marker == 0xDA || marker == 0xD9 { break }
      let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]), end = at + 2 + length
      guard length >= 2, end <= bytes.count else { break }
      let body = bytes[at + 4..<end]
      if marker >= 0xC0, marker <= 0xCF, ![0xC4, 0xC8, 0xCC].contains(marker), body.count >= 5 {
        height = Int(body[body.startIndex + 1]) << 8 | Int(body[body.startIndex + 2])
        width = Int(body[body.startIndex + 3]) << 8 | Int(body[body.startIndex + 4])
      } else if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) {
        orientation = ExifOrientation(tiff: body.dropFirst(6))
      }
      at = end
    }
    guard width > 0, height > 0 else { throw JPEGDecoder.damaged() }
  }
}
