/// What the decoding helper knows, by the name it is called with.
public enum MediaFormat: String, Sendable, CaseIterable {
  case png

  /// As error texts say it.
  var title: String {
    switch self {
    case .png: "PNG"
    }
  }

  /// The decoder, which runs in the helper's process alone.
  func decode(_ bytes: [UInt8], _ arguments: [String]) throws(MediaError) -> [UInt8] {
    switch self {
    case .png: try PNGDecoder.decode(bytes).serialized
    }
  }
}
