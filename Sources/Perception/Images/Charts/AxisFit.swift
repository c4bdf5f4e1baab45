import Foundation

/// The straight line through numbers and their places: value, or its logarithm, over pixels.
///
/// Numbers are read with errors, so every pair of them proposes a line, and the line that most others agree with is taken; then least squares over those.
struct AxisFit {
  struct Mark {
    /// Pixels along the axis.
    var place: Double
    /// How the number may be read, with what each reading weighs.
    var readings: [(value: Double, weight: Double)]
  }

  var isLogarithmic: Bool
  /// f(value) = intercept + slope · place.
  var slope, intercept: Double
  /// Of the marks that agree: which, and with which value.
  var agreeing: [(mark: Int, value: Double)]
  /// The root of the mean square of what is left, in pixels.
  var misfit: Double
  private var mean = 0.0, spread = 0.0

  /// How far a number may stand from its place, in pixels.
  static let tolerance = 2.6
  private static let most = 40

  /// - Returns: nil where fewer than `least` numbers, or than three fifths of them, agree.
  init?(_ marks: [Mark], least: Int = 3) {
    guard marks.count >= least, marks.count <= Self.most else { return nil }
    var best: (score: Double, isLog: Bool, agreeing: [(Int, Double)])?
    for isLog in [false, true] {
      for i in marks.indices {
        for j in marks.indices where j > i && abs(marks[i].place - marks[j].place) > 4 {
          for a in marks[i].readings {
            for b in marks[j].readings where a.value != b.value && (!isLog || a.value > 0 && b.value > 0) {
              let (u, v) = isLog ? (log10(a.value), log10(b.value)) : (a.value, b.value)
              let slope = (v - u) / (marks[j].place - marks[i].place), intercept = u - slope * marks[i].place
              var score = 0.0, agreeing: [(Int, Double)] = []
              for (k, mark) in marks.enumerated() {
                for reading in mark.readings {
                  guard !isLog || reading.value > 0 else { continue }
                  let off = ((isLog ? log10(reading.value) : reading.value) - intercept) / slope - mark.place
                  guard abs(off) <= Self.tolerance else { continue }
                  score += reading.weight - 0.02 * abs(off)
                  agreeing.append((k, reading.value))
                  break
                }
              }
              // Linear axes are commoner: a logarithmic one must agree with more.
              if score > (best?.score ?? 0) + (isLog && best?.isLog == false ? 0.5 : 1e-9) { best = (score, isLog, agreeing) }
            }
          }
        }
      }
    }
    guard let best, best.agreeing.count >= least, best.agreeing.count * 5 >= marks.count * 3 else { return nil }
    isLogarithmic = best.isLog
    agreeing = best.agreeing.map { (mark: $0.0, value: $0.1) }
    (slope, intercept, misfit) = (0, 0, 0)
    guard solve(agreeing.map { (marks[$0.mark].place, $0.value) }) else { return nil }
  }

  /// Takes better places for the marks that agree.
  mutating func refine(_ places: [(place: Double, value: Double)]) {
    guard places.count >= 2 else { return }
    let before = self
    if !solve(places.map { ($0.place, $0.value) }) || misfit > max(2, before.misfit * 2) { self = before }
  }

  private mutating func solve(_ points: [(Double, Double)]) -> Bool {
    let n = Double(points.count)
    let f = points.map { ($0.0, isLogarithmic ? log10($0.1) : $0.1) }
    mean = f.reduce(0) { $0 + $1.0 } / n
    let middle = f.reduce(0) { $0 + $1.1 } / n
    spread = f.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) }
    guard spread > 1 else { return false }
    slope = f.reduce(0) { $0 + ($1.0 - mean) * ($1.1 - middle) } / spread
    guard slope != 0, slope.isFinite else { return false }
    intercept = middle - slope * mean
    let left = f.reduce(0) { $0 + pow(($1.1 - intercept) / slope - $1.0, 2) }
    misfit = (left / max(1, n - 2)).squareRoot()
    return true
  }

  func value(at place: Double) -> Double {
    let f = intercept + slope * place
    return isLogarithmic ? pow(10, f) : f
  }

  func place(of value: Double) -> Double? {
    if isLogarithmic, value <= 0 { return nil }
    return ((isLogarithmic ? log10(value) : value) - intercept) / slope
  }

  /// The spread of the axis's own place there, in pixels.
  func uncertainty(at place: Double) -> Double {
    let floor = max(misfit, 0.3)
    return floor * (1 / Double(max(2, agreeing.count)) + (place - mean) * (place - mean) / spread).squareRoot()
  }
}
