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

  /// What an axis weighs whose numbers grow the wrong way: minus signs are easily lost.
  private static let wrongWay = 0.6

  /// - Parameter grows: whether numbers are expected to grow (1) or to fall (-1) with their places; 0 for either.
  /// - Returns: nil where fewer than `least` numbers, or than three fifths of them, agree.
  init?(_ marks: [Mark], least: Int = 3, grows: Double = 0) {
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
              if slope * grows < 0 { score *= Self.wrongWay }
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

  /// The line through two numbers alone, if they are such as stand side by side at an axis: powers of ten, or one step of 1, 2, 2½ or 5 times a power of
  /// ten apart, of which both are multiples.
  init?(neighbours marks: [Mark], grows: Double) {
    guard marks.count == 2, abs(marks[0].place - marks[1].place) > 12, let a = marks[0].readings.first?.value, let b = marks[1].readings.first?.value,
      (b - a) * (marks[1].place - marks[0].place) * grows > 0
    else { return nil }
    let step = abs(a - b), unit = pow(10, log10(step).rounded(.down)), digits = step / unit
    let isRound = [1, 2, 2.5, 5, 10].contains { abs(digits - $0) < 1e-6 } && abs((a / step).rounded() * step - a) < 1e-6 * step
    let isTenfold = a > 0 && b > 0 && [a, b].allSatisfy { abs(log10($0) - log10($0).rounded()) < 1e-9 }
    guard isRound || isTenfold else { return nil }
    isLogarithmic = !isRound
    agreeing = [(mark: 0, value: a), (mark: 1, value: b)]
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
    let f = points.map { (x: $0.0, y: isLogarithmic ? log10($0.1) : $0.1) }
    guard let line = StraightLine(through: f), line.spread > 1, line.slope != 0, line.slope.isFinite else { return false }
    (slope, mean, spread, intercept) = (line.slope, line.meanX, line.spread, line.y(at: 0))
    // Along the axis, and two of the numbers are spent on the line.
    let n = Double(f.count)
    misfit = line.rest(of: f) / abs(slope) * (n / max(1, n - 2)).squareRoot()
    return true
  }

  /// Moves the axis along its places.
  mutating func shift(by pixels: Double) {
    intercept -= slope * pixels
    mean += pixels
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
