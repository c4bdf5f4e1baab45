/// A recording's bytes to samples, whatever its name says: WAV, FLAC, OGG and MP3, any rate, channels mixed.
public struct SoundReader: Sendable {
  /// What a decoding child may use.
  public var limits = ChildLimits()
  /// How long a recording may be, in seconds.
  public var mostSeconds = 7_200

  public init() {
    limits.outputBytes = 1 << 30
    limits.memoryBytes = max(limits.memoryBytes, 2 << 30)
    limits.seconds = max(limits.seconds, 120)
    limits.processorSeconds = max(limits.processorSeconds, 120)
  }

  /// Samples a second that ``samples(of:)`` gives.
  public static let sampleRate = LogMelSpectrogram.sampleRate

  /// Whether the bytes begin like a recording.
  public static func isSound(_ bytes: [UInt8]) -> Bool {
    func begins(_ text: String, at place: Int = 0) -> Bool { bytes.dropFirst(place).starts(with: Array(text.utf8)) }
    if begins("fLaC") || begins("OggS") || begins("ID3") || begins("FORM") && begins("AIF", at: 8) { return true }
    if begins("RIFF") || begins("RF64") { return begins("WAVE", at: 8) }
    // An MP3 without a tag: the synchronisation word of layer III.
    return bytes.count > 2 && bytes[0] == 0xFF && bytes[1] & 0xE6 == 0xE2 && bytes[2] & 0xF0 != 0xF0
  }

  /// The recording as 16,000 samples a second of one channel, from -1 to 1.
  ///
  /// - Throws: ``MediaError`` with one sentence, or `CancellationError`.
  public func samples(of bytes: [UInt8]) async throws -> [Float] {
    let reply = try await DecodingHelper.decode(bytes, as: .sound, arguments: [String(mostSeconds)], limits: limits)
    return try Self.samples(serialized: reply)
  }

  static func serialized(_ samples: [Float]) -> [UInt8] {
    unsafe samples.withUnsafeBytes { unsafe Array($0) }
  }

  static func samples(serialized bytes: ArraySlice<UInt8>) throws(MediaError) -> [Float] {
    guard bytes.count % 4 == 0 else { throw MediaError(.undecodable, "the decoder's reply is damaged") }
    return unsafe bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }
}
