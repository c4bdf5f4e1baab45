import Glibc

/// The power spectra of four frames of 400 samples at once, by a fast Fourier transform.
///
/// A real transform of 400 is a complex one of 200 = 4·2·5·5 and a last step that takes both halves apart. Frames lie
/// side by side in the lanes of a vector, so no step shuffles. In double precision: a quiet band beside a loud one keeps
/// its digits. Source: Stockham's ordering, Cochran et al. 1967; Singleton 1969 for the factor five.
struct PowerSpectrum {
  typealias Lanes = SIMD4<Double>
  static let length = 400
  static let bins = length / 2 + 1

  private static let half = length / 2
  private static let factors = [4, 2, 5, 5]

  private let cosines: [Double]  // of -2π·i / 400
  private let sines: [Double]
  private var real: [Lanes], imaginary: [Lanes]
  private var otherReal: [Lanes], otherImaginary: [Lanes]

  init() {
    let angles = (0..<Self.length).map { -2 * Double.pi * Double($0) / Double(Self.length) }
    cosines = angles.map { cos($0) }
    sines = angles.map { sin($0) }
    let zeros = [Lanes](repeating: Lanes(), count: Self.half)
    real = zeros
    imaginary = zeros
    otherReal = zeros
    otherImaginary = zeros
  }

  /// - Parameters:
  ///   - frames: (400), one frame a lane.
  ///   - power: (201), overwritten with the squared magnitudes.
  mutating func transform(_ frames: [Lanes], into power: inout [Lanes]) {
    precondition(frames.count == Self.length && power.count == Self.bins, "PowerSpectrum: \(frames.count) samples, \(power.count) bins")
    for i in 0..<Self.half {
      real[i] = frames[2 * i]
      imaginary[i] = frames[2 * i + 1]
    }
    var n = Self.half, stride = 1
    for factor in Self.factors {
      pass(factor, n: n, stride: stride)
      swap(&real, &otherReal)
      swap(&imaginary, &otherImaginary)
      n /= factor
      stride *= factor
    }
    for k in 0..<Self.bins {
      let i = k % Self.half, j = (Self.half - k) % Self.half
      let evenReal = (real[i] + real[j]) * 0.5, evenImaginary = (imaginary[i] - imaginary[j]) * 0.5
      let oddReal = (imaginary[i] + imaginary[j]) * 0.5, oddImaginary = (real[j] - real[i]) * 0.5
      let a = evenReal + oddReal * cosines[k] - oddImaginary * sines[k]
      let b = evenImaginary + oddReal * sines[k] + oddImaginary * cosines[k]
      power[k] = a * a + b * b
    }
  }

  /// One pass of radix `r` over sequences of n elements that lie `stride` apart.
  private mutating func pass(_ r: Int, n: Int, stride: Int) {
    let m = n / r, step = Self.length / n
    for p in 0..<m {
      for q in 0..<stride {
        let at = q + stride * p, to = q + stride * r * p
        switch r {
        case 2:
          let (a, b) = (at, at + stride * m)
          put(to, real[a] + real[b], imaginary[a] + imaginary[b], 0)
          put(to + stride, real[a] - real[b], imaginary[a] - imaginary[b], p * step)
        case 4: four(at, each: stride * m, to: to, stride: stride, turn: p * step)
        default: five(at, each: stride * m, to: to, stride: stride, turn: p * step)
        }
      }
    }
  }

  private mutating func four(_ at: Int, each: Int, to: Int, stride: Int, turn: Int) {
    let (a, b, c, d) = (at, at + each, at + 2 * each, at + 3 * each)
    let sumReal = real[a] + real[c], sumImaginary = imaginary[a] + imaginary[c]
    let differenceReal = real[a] - real[c], differenceImaginary = imaginary[a] - imaginary[c]
    let oddReal = real[b] + real[d], oddImaginary = imaginary[b] + imaginary[d]
    let turnedReal = imaginary[b] - imaginary[d], turnedImaginary = real[d] - real[b]
    put(to, sumReal + oddReal, sumImaginary + oddImaginary, 0)
    put(to + stride, differenceReal + turnedReal, differenceImaginary + turnedImaginary, turn)
    put(to + 2 * stride, sumReal - oddReal, sumImaginary - oddImaginary, 2 * turn)
    put(to + 3 * stride, differenceReal - turnedReal, differenceImaginary - turnedImaginary, 3 * turn)
  }

  private mutating func five(_ at: Int, each: Int, to: Int, stride: Int, turn: Int) {
    let (c1, c2) = (0.30901699437494742, -0.80901699437494742)  // cos 2π/5, cos 4π/5
    let (s1, s2) = (0.95105651629515357, 0.58778525229247313)  // sin 2π/5, sin 4π/5
    let (a, b, c, d, e) = (at, at + each, at + 2 * each, at + 3 * each, at + 4 * each)
    let p1 = real[b] + real[e], p2 = real[c] + real[d], m1 = real[b] - real[e], m2 = real[c] - real[d]
    let q1 = imaginary[b] + imaginary[e], q2 = imaginary[c] + imaginary[d]
    let n1 = imaginary[b] - imaginary[e], n2 = imaginary[c] - imaginary[d]
    let x1 = real[a] + p1 * c1 + p2 * c2, y1 = imaginary[a] + q1 * c1 + q2 * c2
    let x2 = real[a] + p1 * c2 + p2 * c1, y2 = imaginary[a] + q1 * c2 + q2 * c1
    let u1 = n1 * s1 + n2 * s2, v1 = m1 * s1 + m2 * s2
    let u2 = n1 * s2 - n2 * s1, v2 = m1 * s2 - m2 * s1
    put(to, real[a] + p1 + p2, imaginary[a] + q1 + q2, 0)
    put(to + stride, x1 + u1, y1 - v1, turn)
    put(to + 2 * stride, x2 + u2, y2 - v2, 2 * turn)
    put(to + 3 * stride, x2 - u2, y2 + v2, 3 * turn)
    put(to + 4 * stride, x1 - u1, y1 + v1, 4 * turn)
  }

  /// Stores a value turned by `turn` 400ths of a circle.
  private mutating func put(_ to: Int, _ x: Lanes, _ y: Lanes, _ turn: Int) {
    if turn == 0 {
      otherReal[to] = x
      otherImaginary[to] = y
    } else {
      let c = cosines[turn % Self.length], s = sines[turn % Self.length]
      otherReal[to] = x * c - y * s
      otherImaginary[to] = x * s + y * c
    }
  }
}
