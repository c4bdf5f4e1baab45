import Foundation

/// The axis whose numbers run along y, found by its numbers alone.
struct ValueAxis {
  var fit: AxisFit
  /// The numbers that agree, by place.
  var ticks: [(text: ChartText, value: Double, place: Double)]
  var isOnRight: Bool
  /// Where the numbers end, towards the marks.
  var edge: Double
  /// The letters' usual height.
  var size: Double
  var unit: String
  /// Whether its places are those of tick marks or grid lines.
  private(set) var isAtTicks = false
  private var isSettled = false
  /// What all numbers were multiplied by, as "1e6" over the axis says.
  var factor: Double

  /// Every column of numbers that fits an axis, the best first.
  ///
  /// - Parameter isTransposed: whether columns were rows, so that numbers grow with their places.
  static func all(of texts: [ChartText], canvas: ChartCanvas, isTransposed: Bool) -> [ValueAxis] {
    let numbers = texts.compactMap { text in NumberLabel(text.text).map { (text: text, label: $0) } }
    var found: [ValueAxis] = [], seen = Set<[Int]>()
    for seed in numbers.prefix(120) {
      for isOnRight in [false, true] {
        let edge = isOnRight ? seed.text.left : seed.text.right
        var column: [Int] = []
        for (i, number) in numbers.enumerated() where abs((isOnRight ? number.text.left : number.text.right) - edge) <= 0.8 * max(6, min(seed.text.size, number.text.size)) {
          column.append(i)
        }
        guard column.count >= 2, column.count <= 40, seen.insert(column + [isOnRight ? 1 : 0]).inserted else { continue }
        if let axis = ValueAxis(column.map { numbers[$0] }, isOnRight: isOnRight, grows: isTransposed ? 1 : -1, canvas: canvas, texts: texts) { found.append(axis) }
      }
    }
    // The side whose numbers are nearest to the picture's edge is the axis's.
    return found.sorted { a, b in
      if a.ticks.count != b.ticks.count { return a.ticks.count > b.ticks.count }
      return a.distanceFromEdge(canvas) < b.distanceFromEdge(canvas)
    }
  }

  private func distanceFromEdge(_ canvas: ChartCanvas) -> Double { isOnRight ? Double(canvas.width) - edge : edge }

  private init?(_ column: [(text: ChartText, label: NumberLabel)], isOnRight: Bool, grows: Double, canvas: ChartCanvas, texts: [ChartText]) {
    // Numbers stand in the outer half of the picture.
    let middle = column.reduce(0) { $0 + $1.text.middle.x } / Double(column.count)
    guard isOnRight == (middle > Double(canvas.width) / 2) else { return nil }
    let powers = column.count { $0.text.isPower || $0.label.isProduct }
    let isPowers = powers * 2 > column.count
    let marks = column.map { text, label in
      let place = InkExtent.middle(of: text, canvas: canvas)
      if isPowers, let exponent = label.exponent { return AxisFit.Mark(place: place, readings: [(pow(10, Double(exponent)), 1)]) }
      // Among powers a plain ten is one whose raised digit was lost.
      if isPowers, label.values == [10] { return AxisFit.Mark(place: place, readings: (-9...12).map { (pow(10, Double($0)), 0.5) }) }
      var readings = label.values.enumerated().map { ($1, $0 == 0 ? 1.0 : 0.9) }
      // A minus sign is a thin thing.
      if let first = label.values.first, first != 0 { readings.append((-first, 0.7)) }
      return AxisFit.Mark(place: place, readings: readings)
    }
    guard var fit = AxisFit(marks, grows: grows) ?? AxisFit(neighbours: marks, grows: grows), !isPowers || fit.isLogarithmic else { return nil }
    let agreeing = fit.agreeing.map { (text: column[$0.mark].text, value: $0.value, place: marks[$0.mark].place) }.sorted { $0.place < $1.place }
    // Two numbers at one place are no axis.
    guard zip(agreeing, agreeing.dropFirst()).allSatisfy({ $1.place - $0.place > 4 }) else { return nil }
    let sizes = agreeing.map(\.text.size).sorted()
    size = sizes[sizes.count / 2]
    edge = isOnRight ? agreeing.map(\.text.left).min()! : agreeing.map(\.text.right).max()!
    let units = Dictionary(grouping: fit.agreeing.map { column[$0.mark].label.unit }, by: \.self).mapValues(\.count)
    unit = units.max { ($0.value, $0.key) < ($1.value, $1.key) }!.key
    factor = Self.factor(texts, ticks: agreeing.map(\.text), size: size)
    if factor != 1, !fit.isLogarithmic {
      fit.slope *= factor
      fit.intercept *= factor
    } else {
      factor = 1
    }
    ticks = agreeing.map { [factor] in ($0.text, $0.value * factor, $0.place) }
    self.fit = fit
    self.isOnRight = isOnRight
  }

  /// "1e6" beyond the last number.
  private static func factor(_ texts: [ChartText], ticks: [ChartText], size: Double) -> Double {
    let top = ticks.map(\.top).min()!, bottom = ticks.map(\.bottom).max()!, left = ticks.map(\.left).min()!, right = ticks.map(\.right).max()!
    for text in texts {
      let plain = text.text.lowercased().filter { $0 != " " }
      guard let e = plain.firstIndex(of: "e"), let power = Int(plain[plain.index(after: e)...]), (-15...15).contains(power), power != 0,
        ["1", "l", "i", "|"].contains(String(plain[..<e]))
      else { continue }
      let isBeyond = text.middle.y < top + size || text.middle.y > bottom - size
      if isBeyond, text.middle.x > left - 4 * size, text.middle.x < right + 6 * size { return pow(10, Double(power)) }
    }
    return 1
  }

  /// Takes the places of tick marks and grid lines near the numbers in place of the numbers' own.
  mutating func snap(to places: [Double]) {
    guard !places.isEmpty else { return }
    let reach = max(3, 0.3 * size)
    var snapped: [(place: Double, value: Double)] = [], all: [Double?] = []
    for tick in ticks {
      let expected = fit.place(of: tick.value) ?? tick.place
      let nearest = places.min { abs($0 - expected) < abs($1 - expected) }!
      let hit = abs(nearest - expected) <= reach ? nearest : nil
      all.append(hit)
      if let hit { snapped.append((hit, tick.value)) }
    }
    guard snapped.count >= 2, snapped.count * 5 >= ticks.count * 3 else { return }
    fit.refine(snapped)
    isAtTicks = true
    for (i, place) in all.enumerated() { if let place { ticks[i].place = place } }
  }

  /// Moves the axis to where something is known to stand at one of its values.
  mutating func settle(by pixels: Double) {
    fit.shift(by: pixels)
    isSettled = true
  }

  /// Pixels between two numbers, as a rule.
  var spacing: Double {
    let gaps = zip(ticks, ticks.dropFirst()).map { $1.place - $0.place }.sorted()
    return gaps[gaps.count / 2]
  }

  var low: Double { ticks.first!.place }
  var high: Double { ticks.last!.place }

  /// How many spreads the stated error is wide: so that 95 of 100 values that were read while tuning lie inside.
  private static let width = 2.8
  /// How far numbers stand beside their places, as a share of a letter's height.
  private static let beside = 0.06

  /// The spread of a value read at `place` with an error of `pixels`.
  func error(at place: Double, pixels: Double) -> Double {
    // Numbers without tick marks stand a little beside their places, all by as much.
    let beside = isAtTicks ? 0 : (isSettled ? 0.5 : 1) * Self.beside * size
    let sigma = (pixels * pixels + pow(fit.uncertainty(at: place), 2) + beside * beside).squareRoot()
    return Self.width * sigma * abs(fit.slope) * (fit.isLogarithmic ? fit.value(at: place) * 2.302585 : 1)
  }
}
