import CPNG
import Glibc

/// A PNG's bytes to pixels, by libpng. Runs in the decoding helper alone.
enum PNGDecoder {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// - Throws: ``MediaError``; a size past the limits is refused before anything is allocated.
  static func decode(_ bytes: [UInt8]) throws(MediaError) -> PixelImage {
    var size = kg_png_size()
    guard unsafe kg_png_read_size(bytes, bytes.count, &size) == 0 else { throw damaged(text(&size.message)) }
    let width = Int(size.width), height = Int(size.height)
    try PixelImage.check(width: width, height: height)
    var exif: UnsafeMutablePointer<UInt8>?, exifCount: UInt32 = 0
    var message = [CChar](repeating: 0, count: 160)
    var status: Int32 = 0
    let rgb = unsafe [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      unsafe memset(buffer.baseAddress!, 0, buffer.count)
      status = unsafe kg_png_read_rgb(bytes, bytes.count, &size, buffer.baseAddress!, &exif, &exifCount, &message)
      count = width * height * 3
    }
    defer { unsafe free(exif) }
    guard status == 0 else {
      throw damaged(String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    let tags = unsafe exif.map { unsafe Array(UnsafeBufferPointer(start: $0, count: Int(exifCount))) } ?? []
    return PixelImage(width: width, height: height, rgb: rgb).upright(ExifOrientation(tiff: tags[...]))
  }

  private static func damaged(_ why: String) -> MediaError {
    MediaError(.undecodable, "this PNG cannot be decoded (\(why)); give an undamaged file")
  }

  private static func text<T>(_ tuple: inout T) -> String {
    unsafe withUnsafeBytes(of: &tuple) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
