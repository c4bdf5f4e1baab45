/// What the decoding helper knows, by the name it is called with.
public enum MediaFormat: String, Sendable, CaseIterable {
  case png, sound

  /// As error texts say it.
  var title: String {
    switch self {
    case .png: "PNG"
    case .sound: "recording"
    }
  }

  /// The decoder, which runs in the helper's process alone.
  func decode(_ bytes: [UInt8], _ arguments: [String]) throws(MediaError) -> [UInt8] {
    switch self {
    case .png: return try PNGDecoder.decode(bytes).serialized
    case .sound:
      guard let seconds = arguments.first.flatMap({ Int($0) }), seconds > 0 else {
        throw MediaError(.undecodable, "the longest time to decode is missing")
      }
      return SoundReader.serialized(try SoundDecoder.decode(bytes, mostSeconds: seconds))
    }
  }
}
