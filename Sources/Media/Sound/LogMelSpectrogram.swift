import Glibc

/// How loud a recording is in each band of pitch, a hundred frames a second: what Whisper hears.
///
/// Frames of 25 ms under a Hann window every 10 ms, mel filters, the logarithm cut at 80 dB below the recording's
/// loudest value and scaled. Equal to Whisper's reference within 10⁻⁴.
/// Source: Radford et al. 2022, section 2.2, and the reference's `log_mel_spectrogram`.
public struct LogMelSpectrogram: Sendable {
  /// Samples a second that it is made of.
  public static let sampleRate = 16_000
  /// Samples from one frame to the next.
  public static let hop = 160
  /// Seconds from one frame to the next.
  public static let secondsPerFrame = 0.01

  /// Bands, low to high.
  public let bands: Int
  /// Frames that hold sound; one more, half of silence, is computed and belongs to the loudest value's search.
  public let frames: Int
  /// (frames, bands) float32.
  public let values: [Float]

  /// - Parameters:
  ///   - samples: 16,000 a second, from -1 to 1; may be empty.
  ///   - bands: 80, or 128 for the newest models.
  /// - Complexity: O(n log 400) for n samples; memory for one float a band and frame.
  public init(samples: [Float], bands: Int) {
    let frames = samples.count / Self.hop, computed = frames + 1
    let filters = MelFilters(bands: bands, bins: PowerSpectrum.bins, rate: Self.sampleRate).filters
    var spectrum = PowerSpectrum()
    // The reference rounds the window to float32.
    let window = (0..<PowerSpectrum.length).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(PowerSpectrum.length))) }
    var lanes = [PowerSpectrum.Lanes](repeating: .init(), count: PowerSpectrum.length)
    var power = [PowerSpectrum.Lanes](repeating: .init(), count: PowerSpectrum.bins)
    var values = [Float](repeating: 0, count: computed * bands)
    var loudest: Float = -.infinity
    let padded = samples.count + Self.hop
    for first in stride(from: 0, to: computed, by: 4) {
      let here = min(4, computed - first)
      for lane in 0..<here {
        let start = (first + lane) * Self.hop - PowerSpectrum.length / 2
        for i in 0..<PowerSpectrum.length {
          lanes[i][lane] = Double(Self.sample(start + i, of: samples, padded: padded) * window[i])
        }
      }
      spectrum.transform(lanes, into: &power)
      for (band, filter) in filters.enumerated() {
        var sum = PowerSpectrum.Lanes()
        for (i, weight) in filter.weights.enumerated() { sum += power[filter.first + i] * weight }
        for lane in 0..<here {
          let value = Float(log10(max(sum[lane], 1e-10)))
          values[(first + lane) * bands + band] = value
          loudest = max(loudest, value)
        }
      }
    }
    values.removeLast(bands)
    for i in values.indices { values[i] = (max(values[i], loudest - 8) + 4) / 4 }
    self.bands = bands
    self.frames = frames
    self.values = values
  }

  /// A sample of the sound with a hop of silence after it, mirrored at both ends.
  private static func sample(_ index: Int, of samples: [Float], padded: Int) -> Float {
    var i = index
    while i < 0 || i >= padded { i = i < 0 ? -i : 2 * (padded - 1) - i }
    return i < samples.count ? samples[i] : 0
  }
}
