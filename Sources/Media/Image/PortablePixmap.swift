/// The format in which `djpeg` and `pdftoppm` hand over pixels: binary PPM (P6) and PGM (P5) with values up to 255.
///
/// Source: the Netpbm specification. Several pictures may stand one after another.
struct PortablePixmap {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next picture, nil at the end.
  ///
  /// - Throws: ``MediaError`` for a damaged stream.
  mutating func next() throws(MediaError) -> PixelImage? {
    if at == bytes.count { return nil }
    guard bytes.count - at >= 2, bytes[at] == 0x50, bytes[at + 1] == 0x36 || bytes[at + 1] == 0x35 else { throw damaged() }
    let channels = bytes[at + 1] == 0x36 ? 3 : 1
    at += 2
    let width = try number(), height = try number(), largest = try number()
    guard largest == 255, at < bytes.count else { throw damaged() }
    at += 1  // one space
    try PixelImage.check(width: width, height: height)
    let count = width * height * channels
    guard bytes.count - at >= count else { throw damaged() }
    defer { at += count }
    if channels == 3 { return PixelImage(width: width, height: height, rgb: Array(bytes[at..<at + count])) }
    var rgb: [UInt8] = []
    rgb.reserveCapacity(count * 3)
    for value in bytes[at..<at + count] { for _ in 0..<3 { rgb.append(value) } }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  private mutating func number() throws(MediaError) -> Int {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
    var value = 0
    let start = at
    while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39, at - start < 9 {
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    guard at > start else { throw damaged() }
    return value
  }

  private func damaged() -> MediaError { MediaError(.undecodable, "the decoder's picture is damaged; give an undamaged file") }
}
