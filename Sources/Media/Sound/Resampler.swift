import Glibc

/// Sound at one rate to sound at another, piece by piece: a windowed sinc, one phase of it for each place between two
/// samples.
///
/// The filter is a sinc with its cut-off a little below the lower of both Nyquist frequencies, under a Kaiser window
/// that leaves 80 dB. Where the rates have so many phases that the table would be large, neighbouring phases are mixed.
/// Source: Smith, "Digital Audio Resampling"; Kaiser 1974 for the window.
struct Resampler {
  /// Samples a second that go in.
  let from: Int
  /// Samples a second that come out.
  let to: Int

  /// Zero crossings of the sinc on each side.
  private static let crossings = 24.0
  private static let mostPhases = 640

  private let up: Int, down: Int  // to / from in lowest terms
  private let reach: Int  // taps on each side of the place
  private let phases: Int
  private let taps: [Float]  // (phases + 1, 2·reach)
  private var held: [Float]  // the input from `first` on
  private var first: Int  // may be negative: silence before the sound
  private var next = 0  // the next sample to come out

  /// Both rates are at least 1.
  init(from: Int, to: Int) {
    precondition(from > 0 && to > 0, "Resampler: \(from) to \(to) samples a second")
    var (a, b) = (from, to)
    while b != 0 { (a, b) = (b, a % b) }
    self.from = from
    self.to = to
    up = to / a
    down = from / a
    let ratio = min(1, Double(to) / Double(from))
    let cutoff = 0.5 * ratio * 0.965  // of the input's rate
    let width = Self.crossings / ratio
    let reach = Int(width.rounded(.up))
    phases = min(up, Self.mostPhases)
    self.reach = reach
    var taps: [Float] = []
    taps.reserveCapacity((phases + 1) * 2 * reach)
    for phase in 0...phases {
      let place = Double(phase) / Double(phases)
      var row = (0..<2 * reach).map { tap in
        let distance = Double(tap - reach + 1) - place
        return Self.sinc(2 * cutoff * distance) * 2 * cutoff * Self.kaiser(distance / width)
      }
      // Each phase lets a constant through unchanged.
      let sum = row.reduce(0, +)
      for i in row.indices { row[i] /= sum }
      taps += row.map { Float($0) }
    }
    self.taps = taps
    held = [Float](repeating: 0, count: reach)
    first = -reach
  }

  /// The samples that come out once these have gone in.
  mutating func append(_ samples: some Sequence<Float>) -> [Float] {
    if up == down { return Array(samples) }
    held.append(contentsOf: samples)
    return drain(until: Int.max)
  }

  /// The last samples.
  ///
  /// - Parameter total: how many samples went in.
  mutating func finish(total: Int) -> [Float] {
    if up == down { return [] }
    held.append(contentsOf: repeatElement(0, count: reach + 1))
    return drain(until: Int((Double(total) * Double(up) / Double(down)).rounded(.up)))
  }

  private mutating func drain(until end: Int) -> [Float] {
    var out: [Float] = []
    let last = first + held.count
    while next < end {
      let (position, overflow) = next.multipliedReportingOverflow(by: down)
      precondition(!overflow, "Resampler: more samples than can be counted")
      let whole = position / up
      guard whole + reach < last else { break }
      let start = whole - reach + 1 - first
      let exact = Double(position % up) / Double(up) * Double(phases)
      let phase = up == phases ? position % up : Int(exact)
      let value = sum(at: start, phase: phase)
      if up == phases {
        out.append(value)
      } else {
        let share = Float(exact - Double(phase))
        out.append(value * (1 - share) + sum(at: start, phase: phase + 1) * share)
      }
      next += 1
    }
    // What lies before every later sample's reach is not looked at again.
    let spent = next / up * down + next % up * down / up - reach - first
    if spent > 1 << 16 {
      held.removeFirst(min(spent, held.count))
      first += spent
    }
    return out
  }

  private func sum(at start: Int, phase: Int) -> Float {
    let width = 2 * reach
    return unsafe held.withUnsafeBufferPointer { held in
      unsafe taps.withUnsafeBufferPointer { taps in
        let x = unsafe held.baseAddress! + start, w = unsafe taps.baseAddress! + phase * width
        var lanes = SIMD8<Float>()
        var i = 0
        while i + 8 <= width {
          lanes += unsafe UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Float>.self) * UnsafeRawPointer(w + i).loadUnaligned(as: SIMD8<Float>.self)
          i += 8
        }
        var sum = lanes.sum()
        while i < width {
          unsafe sum += x[i] * w[i]
          i += 1
        }
        return sum
      }
    }
  }

  private static func sinc(_ x: Double) -> Double { abs(x) < 1e-9 ? 1 : sin(.pi * x) / (.pi * x) }

  /// The window at a place from -1 to 1; beyond it nothing.
  private static func kaiser(_ x: Double) -> Double {
    abs(x) >= 1 ? 0 : bessel(7.86 * (1 - x * x).squareRoot()) / bessel(7.86)
  }

  /// The modified Bessel function of the first kind, order 0.
  private static func bessel(_ x: Double) -> Double {
    var sum = 1.0, term = 1.0, k = 1.0
    while term > sum * 1e-12 {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
