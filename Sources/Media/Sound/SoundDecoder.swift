import CSndFile
import Glibc

/// A sound file's bytes to 16,000 samples a second of one channel, by libsndfile. Runs in the decoding helper alone.
///
/// WAV, FLAC, OGG (Vorbis, Opus) and MP3, and what else libsndfile knows; the format is told by the bytes.
enum SoundDecoder {
  /// Rates that are read, in samples a second.
  private static let rates = 1_000...768_000
  private static let mostChannels: Int32 = 32
  /// Frames that are read at once.
  private static let chunk = 1 << 14

  /// - Parameter mostSeconds: how long a recording may be.
  /// - Throws: ``MediaError``. Sizes come from the header and are held against the limits first; the length is counted
  ///   as it is read, whatever the header claims.
  static func decode(_ bytes: [UInt8], mostSeconds: Int) throws(MediaError) -> [Float] {
    guard !bytes.isEmpty else { throw MediaError(.undecodable, "the recording is empty; give one with sound") }
    let source = Source(bytes)
    defer { withExtendedLifetime(source) {} }
    var functions = Source.functions, info = SF_INFO()
    let pointer = unsafe Unmanaged.passUnretained(source).toOpaque()
    guard let file = unsafe sf_open_virtual(&functions, Int32(SFM_READ), &info, pointer) else {
      let reason = unsafe String(cString: sf_strerror(nil))
      throw MediaError(
        .undecodable, "this is no recording that can be read (\(Self.sentence(reason))); give WAV, FLAC, OGG or MP3")
    }
    defer { unsafe sf_close(file) }
    let rate = Int(info.samplerate), channels = Int(info.channels)
    guard rates.contains(rate) else {
      throw MediaError(.undecodable, "the recording claims \(rate) samples a second, outside \(rates.lowerBound) to \(rates.upperBound); give an undamaged file")
    }
    guard info.channels > 0, info.channels <= mostChannels else {
      throw MediaError(.undecodable, "the recording claims \(channels) channels, more than \(mostChannels); give an undamaged file")
    }
    func tooLong() -> MediaError {
      MediaError(.tooLarge, "the recording is longer than \(mostSeconds / 60) minutes; cut it into shorter ones")
    }
    if info.frames > 0, info.frames != Int64.max, info.frames / Int64(rate) > Int64(mostSeconds) {
      throw tooLong()
    }
    var resampler = Resampler(from: rate, to: LogMelSpectrogram.sampleRate)
    var interleaved = [Float](repeating: 0, count: chunk * channels), mono = [Float]()
    var samples: [Float] = [], total = 0
    while true {
      let got = unsafe Int(sf_readf_float(file, &interleaved, sf_count_t(chunk)))
      guard got > 0, got <= chunk else { break }
      total += got
      guard total / rate <= mostSeconds else { throw tooLong() }
      mono.removeAll(keepingCapacity: true)
      for frame in 0..<got {
        var sum: Float = 0
        for channel in 0..<channels { sum += interleaved[frame * channels + channel] }
        let value = sum / Float(channels)
        mono.append(value.isFinite ? max(-8, min(8, value)) : 0)
      }
      samples += resampler.append(mono)
    }
    samples += resampler.finish(total: total)
    guard !samples.isEmpty else {
      throw MediaError(.undecodable, "the recording holds no sound: it is cut short behind its header; give an undamaged file")
    }
    return samples
  }

  /// libsndfile's words as part of a sentence.
  private static func sentence(_ words: String) -> String {
    let line = words.prefix { $0 != "\n" }.prefix(120)
    return (line.hasSuffix(".") ? line.dropLast() : line).lowercased()
  }

  /// Bytes in memory as a file that libsndfile reads.
  private final class Source {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static var functions: SF_VIRTUAL_IO {
      unsafe SF_VIRTUAL_IO(
        get_filelen: { unsafe sf_count_t(Source.at($0).bytes.count) },
        seek: { offset, whence, pointer in
          let source = unsafe Source.at(pointer)
          let from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source.position : source.bytes.count
          let (wanted, overflow) = from.addingReportingOverflow(Int(offset))
          if overflow || wanted < 0 { return -1 }
          source.position = min(wanted, source.bytes.count)
          return sf_count_t(source.position)
        },
        read: { target, count, pointer in
          let source = unsafe Source.at(pointer)
          let size = max(0, min(Int(count), source.bytes.count - source.position))
          if size > 0, let target = unsafe target {
            unsafe source.bytes.withUnsafeBytes { unsafe target.copyMemory(from: $0.baseAddress! + source.position, byteCount: size) }
          }
          source.position += size
          return sf_count_t(size)
        },
        write: { _, _, _ in 0 }, tell: { unsafe sf_count_t(Source.at($0).position) })
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> Source {
      unsafe Unmanaged<Source>.fromOpaque(pointer!).takeUnretainedValue()
    }
  }
}
