internal import CZlib

/// Packs the texts of long literals, which are a third of a file that holds reviews or abstracts.
///
/// A packed text is a blob in the column of texts: how many bytes it unpacks to, in 4 bytes with the least one first, then raw deflate (RFC 1951).
/// On 19,000 review texts of BSBM it takes 17.5 bytes a triple off 127; a dictionary shared by all texts was not needed. ``Statement/termText(_:)`` reads it.
@safe final class TextPacker {
  /// Shorter texts save little, and most of them are compared and sorted often.
  static let shortest = 128

  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool
  private var room: [UInt8] = []

  init() {
    unsafe stream = .allocate(capacity: 1)
    isReady = unsafe kg_deflate_init(stream) != 0
  }

  deinit {
    if isReady { unsafe deflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// The blob that stands for a text; nil where an eighth of the bytes would not be saved.
  func pack(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { bytes in
      guard isReady, bytes.count >= Self.shortest, let size = UInt32(exactly: bytes.count), let start = bytes.baseAddress else { return nil }
      let most = bytes.count - bytes.count / 8 - 4
      if room.count < most { room = [UInt8](repeating: 0, count: most) }
      let count = unsafe kg_deflate(stream, start, bytes.count, &room, most)
      guard count > 0 else { return nil }
      return (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + room[..<count]
    }
  }
}
