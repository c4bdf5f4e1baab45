/// Makes PNG files of any colour type and depth, their data stored without compression.
struct PNGBuilder {
  var width: Int
  var height: Int
  var depth: Int
  var colourType: Int
  var isInterlaced = false
  var palette: [UInt8] = []
  var transparency: [UInt8] = []
  var exif: [UInt8] = []
  /// The samples of a pixel, as many as the colour type has channels.
  var samples: (_ x: Int, _ y: Int) -> [Int]

  var bytes: [UInt8] {
    var header = number(width) + number(height)
    header += [UInt8(depth), UInt8(colourType), 0, 0, isInterlaced ? 1 : 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", header)
    if !exif.isEmpty { file += chunk("eXIf", exif) }
    if !palette.isEmpty { file += chunk("PLTE", palette) }
    if !transparency.isEmpty { file += chunk("tRNS", transparency) }
    return file + chunk("IDAT", stored(scanlines)) + chunk("IEND", [])
  }

  private var scanlines: [UInt8] {
    // Adam7: where each pass starts, and how far apart its pixels are.
    let passes = isInterlaced
      ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] : [(0, 0, 1, 1)]
    var out: [UInt8] = []
    for (x0, y0, dx, dy) in passes where x0 < width {
      for y in stride(from: y0, to: height, by: dy) {
        out.append(0)  // no filter
        var pending = 0, bits = 0
        for x in stride(from: x0, to: width, by: dx) {
          for sample in samples(x, y) {
            pending = pending << depth | sample
            bits += depth
            while bits >= 8 {
              out.append(UInt8(truncatingIfNeeded: pending >> (bits - 8)))
              bits -= 8
            }
            pending &= (1 << bits) - 1
          }
        }
        if bits > 0 { out.append(UInt8(truncatingIfNeeded: pending << (8 - bits))) }
      }
    }
    return out
  }

  private func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

  private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    var crc: UInt32 = ~0
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return number(data.count) + body + number(Int(~crc))
  }

  private func stored(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var at = 0
    repeat {
      let count = min(65_535, data.count - at)
      out.append(at + count == data.count ? 1 : 0)
      for value in [count, ~count] { out += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
      out += data[at..<at + count]
      at += count
    } while at < data.count
    var a = 1, b = 0
    for byte in data {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return out + number(b << 16 | a)
  }
}
