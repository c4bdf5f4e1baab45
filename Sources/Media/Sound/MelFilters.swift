import Glibc

/// Triangles over the bins of a spectrum, evenly spaced on the mel scale, each of the same area.
///
/// The scale is Slaney's: linear to 1 kHz, logarithmic above. Source: Slaney, Auditory Toolbox, 1998, as Whisper's
/// preprocessing uses it.
struct MelFilters {
  /// One filter: the first bin it touches, and its weights from there on.
  struct Filter {
    let first: Int
    let weights: [Double]
  }

  let filters: [Filter]

  /// - Parameters:
  ///   - bands: how many filters.
  ///   - bins: of the spectrum, the last of which stands at half of `rate`.
  init(bands: Int, bins: Int, rate: Int) {
    let top = Self.mel(Double(rate) / 2)
    let edges = (0..<bands + 2).map { Self.hertz(top * Double($0) / Double(bands + 1)) }
    let spacing = Double(rate) / 2 / Double(bins - 1)
    filters = (0..<bands).map { band in
      let (low, middle, high) = (edges[band], edges[band + 1], edges[band + 2])
      let weights = (0..<bins).map { bin in
        let f = Double(bin) * spacing
        // The reference rounds each weight to float32.
        return Double(Float(max(0, min((f - low) / (middle - low), (high - f) / (high - middle))) * 2 / (high - low)))
      }
      let first = weights.firstIndex { $0 > 0 } ?? 0, last = weights.lastIndex { $0 > 0 } ?? 0
      return Filter(first: first, weights: Array(weights[first...last]))
    }
  }

  private static let breakHertz = 1000.0, melsPerHertz = 3.0 / 200, logStep = log(6.4) / 27

  private static func mel(_ hertz: Double) -> Double {
    hertz < breakHertz ? hertz * melsPerHertz : breakHertz * melsPerHertz + log(hertz / breakHertz) / logStep
  }

  private static func hertz(_ mel: Double) -> Double {
    let breakMel = breakHertz * melsPerHertz
    return mel < breakMel ? mel / melsPerHertz : breakHertz * exp(logStep * (mel - breakMel))
  }
}
