import Foundation

/// Sectors of one circle, or of a ring.
struct PieChart {
  struct Sector {
    var ink: Int
    /// Where it begins, in turns clockwise from the top, and how much of the circle it is.
    var start, share: Double
    /// The spread of the share.
    var spread: Double

    var middle: Double { start + share / 2 }
  }

  var centre: PicturePoint
  var radius: Double
  var sectors: [Sector]

  /// The stretch around the largest count whose counts are larger than `least`; what is apart from it is the legend's or a label's.
  private static func stretch(_ counts: [Int], over least: Int) -> (Int, Int) {
    let peak = counts.indices.max { counts[$0] < counts[$1] }!
    var first = peak, last = peak
    // A sector's border, two pixels wide, parts nothing.
    while let next = (max(0, first - 3)..<first).first(where: { counts[$0] > least }) { first = next }
    while let next = (last + 1..<min(counts.count, last + 4)).last(where: { counts[$0] > least }) { last = next }
    return (first, last)
  }

  /// Angles that are looked at.
  private static let steps = 1440

  /// - Returns: nil where the colours make no circle.
  init?(_ inks: InkMap, canvas: ChartCanvas) {
    // The circle: what the colours cover; the samples of the legend were erased.
    var columns = [Int](repeating: 0, count: inks.width), rows = [Int](repeating: 0, count: inks.height)
    let coloured = inks.inks.indices.filter { inks.inks[$0].count > inks.width * inks.height / 2000 }
    guard !coloured.isEmpty else { return nil }
    let isColoured = (0..<256).map { coloured.contains($0) }
    for y in 0..<inks.height {
      for x in 0..<inks.width where isColoured[Int(inks.label(x, y))] {
        rows[y] += 1
        columns[x] += 1
      }
    }
    let widest = columns.max()!, tallest = rows.max()!
    guard widest > 40, tallest > 40 else { return nil }
    let (left, right) = Self.stretch(columns, over: widest / 12), (top, bottom) = Self.stretch(rows, over: tallest / 12)
    let width = Double(right - left + 1), height = Double(bottom - top + 1)
    guard abs(width - height) < 0.2 * max(width, height) else { return nil }
    let radius = min(width, height) / 2, centre = PicturePoint(x: Double(left + right + 1) / 2, y: Double(top + bottom + 1) / 2)
    // Each angle's colour: what most of its radii have.
    var ring = [Int](repeating: -1, count: Self.steps), hits = 0, outside = 0, split = 0
    for step in 0..<Self.steps {
      let angle = Double(step) / Double(Self.steps) * 2 * .pi
      func label(_ share: Double) -> UInt8 {
        let x = Int(centre.x + sin(angle) * radius * share), y = Int(centre.y - cos(angle) * radius * share)
        return x < 0 || y < 0 || x >= inks.width || y >= inks.height ? InkMap.paper : inks.label(x, y)
      }
      var votes: [Int: Int] = [:]
      for share in [0.64, 0.69, 0.74, 0.86, 0.9, 0.93] { let l = Int(label(share)); if l < 250 { votes[l, default: 0] += 1 } }
      if let best = votes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), best.value >= 3 {
        ring[step] = best.key
        hits += 1
        if votes.count > 1 { split += 1 }
      }
      if label(1.07) == InkMap.paper { outside += 1 }
    }
    guard hits * 20 >= Self.steps * 17, outside * 10 >= Self.steps * 6, split * 5 < Self.steps else { return nil }
    // Borders and letters take the colour of what is nearer.
    var runs: [(ink: Int, from: Int, to: Int)] = []
    for step in 0..<Self.steps where ring[step] >= 0 {
      if let last = runs.indices.last, runs[last].ink == ring[step] { runs[last].to = step } else { runs.append((ring[step], step, step)) }
    }
    runs.removeAll { $0.to - $0.from < 5 }
    var joined: [(ink: Int, from: Int, to: Int)] = []
    for run in runs { if let last = joined.indices.last, joined[last].ink == run.ink { joined[last].to = run.to } else { joined.append(run) } }
    if joined.count > 1, let first = joined.first, let last = joined.last, first.ink == last.ink {
      joined[0].from = last.from - Self.steps
      joined.removeLast()
    }
    guard joined.count >= 2, joined.count <= 24 else { return nil }
    var sectors: [Sector] = []
    for i in joined.indices {
      let before = joined[(i + joined.count - 1) % joined.count], after = joined[(i + 1) % joined.count]
      let previousEnd = i == 0 ? before.to - Self.steps : before.to, nextStart = i == joined.count - 1 ? after.from + Self.steps : after.from
      let from = Double(previousEnd + joined[i].from + 1) / 2, to = Double(joined[i].to + nextStart + 1) / 2
      sectors.append(Sector(ink: joined[i].ink, start: from / Double(Self.steps), share: (to - from) / Double(Self.steps), spread: 0.7 / radius / .pi))
    }
    // A sector that was moved out of the circle shows in what it covers, not in its angle.
    var areas = [Int: Int]()
    for y in max(0, top - 2)...min(inks.height - 1, bottom + 2) {
      for x in max(0, left - 2)...min(inks.width - 1, right + 2) { let l = Int(inks.label(x, y)); if isColoured[l] { areas[l, default: 0] += 1 } }
    }
    if Set(sectors.map(\.ink)).count == sectors.count {
      let total = sectors.reduce(0) { $0 + (areas[$1.ink] ?? 0) }
      for i in sectors.indices where total > 0 {
        let byArea = Double(areas[sectors[i].ink] ?? 0) / Double(total), off = abs(byArea - sectors[i].share)
        if off > 0.012 { sectors[i].spread = max(sectors[i].spread, off / 2) }
      }
    }
    (self.centre, self.radius, self.sectors) = (centre, radius, sectors)
  }
}
