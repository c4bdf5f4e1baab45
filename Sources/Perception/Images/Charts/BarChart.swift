/// Bars that stand on one line, put into categories and series.
struct BarChart {
  struct Bar {
    var rectangle: BarRectangle
    /// Places along the value axis where its value begins and ends.
    var from, to: Double
    var category: Int
    /// What stands beside its end, such as the legend, hides where it ends.
    var isHidden = false
  }

  var bars: [Bar]
  var isStacked: Bool
  /// The inks, in the order of the bars in a category.
  var order: [Int]
  /// The middles of the categories, along x.
  var categories: [Double]
  /// Where bars begin.
  var baseline: Double
  /// The share of what is coloured that the bars explain.
  var share: Double

  /// - Throws: ``ChartRefusal`` where the rectangles are no bars: of unequal thickness, or without a common line.
  init(_ inks: InkMap, canvas: ChartCanvas, plot: PlotArea, axis: ValueAxis, legend: ChartLegend, isText: @escaping (Int, Int) -> Bool) throws(ChartRefusal) {
    let finder = BarFinder(inks: inks, plot: plot, isText: isText)
    var all: [BarRectangle] = [], ofBars = 0, coloured = 0
    for ink in inks.inks.indices {
      let found = finder.rectangles(of: ink).filter { $0.width >= 5 }
      let solid = found.filter { $0.height >= 5 && $0.width < plot.width * 9 / 10 }
      let area = solid.reduce(0) { $0 + $1.width * $1.height }
      // Lines, frames and letters have no areas.
      guard area * 2 > inks.inks[ink].count || area > 2000 else { continue }
      coloured += inks.inks[ink].count
      ofBars += min(area, inks.inks[ink].count)
      all += solid + found.filter { $0.height < 5 && $0.width < plot.width / 2 }
    }
    all = Self.joined(all, legend)
    // One thickness for all.
    let solid = all.filter { $0.height >= 5 }
    guard solid.count >= 2 else { throw ChartRefusal(reason: "there are no bars") }
    // That of most of the area: letters are many, but small.
    let byWidth = solid.sorted { $0.width < $1.width }, half = solid.reduce(0) { $0 + $1.width * $1.height } / 2
    var sum = 0
    let usual = byWidth.first {
      sum += $0.width * $0.height
      return sum >= half
    }!.width
    let slack = max(2, usual * 3 / 20)
    let kept = all.filter { abs($0.width - usual) <= slack }
    let keptArea = kept.reduce(0) { $0 + $1.width * $1.height }, area = all.reduce(0) { $0 + $1.width * $1.height }
    guard keptArea * 10 >= area * 8, kept.count >= 2 else { throw ChartRefusal(reason: "the areas that could be bars are not of one thickness") }
    share = coloured == 0 ? 0 : Double(ofBars) / Double(coloured)

    // Parts that stand on one another.
    var stacks: [[BarRectangle]] = []
    for bar in kept.sorted(by: { ($0.middle, $0.top) < ($1.middle, $1.top) }) {
      if let i = stacks.lastIndex(where: { abs($0[0].middle - bar.middle) <= Double(max(2, usual / 4)) }) { stacks[i].append(bar) } else { stacks.append([bar]) }
    }
    stacks = stacks.map { $0.sorted { $0.top < $1.top } }
    guard let line = Self.baseline(stacks, axis: axis) else { throw ChartRefusal(reason: "the bars do not stand on one line") }
    baseline = line
    let tolerance = 4.0
    isStacked = stacks.count { Set($0.map(\.ink)).count > 1 } * 2 > stacks.count
    var placed: [Bar] = [], used = Set<Int>()
    for stack in stacks {
      let above = stack.filter { Double($0.top + $0.bottom + 1) / 2 < line }.reversed(), below = stack.filter { Double($0.top + $0.bottom + 1) / 2 >= line }
      for (parts, isUp) in [(Array(above), true), (Array(below), false)] {
        var from = line
        for part in parts {
          let near = Double(isUp ? part.bottom + 1 : part.top), far = Double(isUp ? part.top : part.bottom + 1)
          // What floats is a part of something hidden, or a sample of a colour.
          guard abs(near - from) <= tolerance else { break }
          if from != line, let last = placed.indices.last {
            // The border between two parts has a thickness of its own.
            let between = (near + from) / 2
            placed[last].to = between
            from = between
          }
          // Where the legend's frame ends is not known exactly.
          let margin = legend.isEmpty ? 0 : Int(legend.entries[0].text.size)
          let isHidden = !legend.isEmpty && part.right >= legend.left - margin && part.left <= legend.right + margin
            && Int(far) >= legend.top - margin && Int(far) <= legend.bottom + margin
          let end = far + (isUp ? -0.5 : 0.5) * Double(Self.border(part, isUp: isUp, inks, canvas, plot))
          placed.append(Bar(rectangle: part, from: from, to: end, category: 0, isHidden: isHidden))
          used.insert(part.ink)
          from = end
          if !isStacked { break }
        }
      }
    }
    guard placed.count >= 2, placed.count * 10 >= kept.count * 6 else { throw ChartRefusal(reason: "most areas that could be bars do not stand on the line that the others stand on") }
    // Colours by place, and categories by the distance of bars of one colour.
    guard let (numbers, middles) = Self.categories(placed, width: Double(usual)) else { throw ChartRefusal(reason: "the bars are not at even distances") }
    for i in placed.indices { placed[i].category = numbers[i] }
    bars = placed
    categories = middles
    let offsets = Dictionary(grouping: placed, by: \.rectangle.ink).mapValues { own -> Double in
      own.reduce(0) { $0 + $1.rectangle.middle - middles[$1.category] } / Double(own.count)
    }
    let heights = Dictionary(grouping: placed, by: \.rectangle.ink).mapValues { own in own.reduce(0) { $0 + abs($1.from - line) } / Double(own.count) }
    let stacked = isStacked
    order = used.sorted { stacked ? heights[$0]! < heights[$1]! : (offsets[$0]!, $0) < (offsets[$1]!, $1) }
  }

  /// With the pieces joined that a legend over a bar leaves of it: side by side, with one end in common, where the shorter ends at the legend.
  private static func joined(_ rectangles: [BarRectangle], _ legend: ChartLegend) -> [BarRectangle] {
    guard !legend.isEmpty, rectangles.count < 400 else { return rectangles }
    let margin = max(4, Int(0.6 * legend.entries[0].text.size)), columns = legend.left - margin...legend.right + margin
    /// Whether the end of a piece that is not common lies at the legend's upper or lower side.
    func ends(_ piece: BarRectangle, at y: Int) -> Bool {
      columns.overlaps(piece.left...piece.right) && (abs(y - legend.bottom) <= margin || abs(y - legend.top) <= margin)
    }
    func join(_ a: BarRectangle, _ b: BarRectangle) -> BarRectangle? {
      guard a.ink == b.ink, max(a.left, b.left) - min(a.right, b.right) <= margin else { return nil }
      let long = a.height >= b.height ? a : b, short = a.height >= b.height ? b : a
      let isAtTop = abs(a.top - b.top) <= 2, isAtBottom = abs(a.bottom - b.bottom) <= 2
      guard isAtTop && (isAtBottom || ends(short, at: short.bottom)) || isAtBottom && ends(short, at: short.top) else { return nil }
      guard columns.overlaps(min(a.left, b.left)...max(a.right, b.right)) else { return nil }
      return BarRectangle(ink: a.ink, left: min(a.left, b.left), right: max(a.right, b.right), top: long.top, bottom: long.bottom)
    }
    var out = rectangles, isNew = true
    while isNew {
      isNew = false
      search: for i in out.indices {
        for j in out.indices where j > i {
          guard let whole = join(out[i], out[j]) else { continue }
          out[i] = whole
          out.remove(at: j)
          isNew = true
          break search
        }
      }
    }
    return out
  }

  /// How thick the border at a bar's end is, in pixels: the value lies in its middle.
  private static func border(_ bar: BarRectangle, isUp: Bool, _ inks: InkMap, _ canvas: ChartCanvas, _ plot: PlotArea) -> Int {
    let columns = stride(from: bar.left + bar.width / 4, through: bar.right - bar.width / 4, by: max(1, bar.width / 16))
    var thickness: [Int] = []
    for x in columns {
      var n = 0
      while n < 5 {
        let y = isUp ? bar.top - 1 - n : bar.bottom + 1 + n
        guard y >= 0, y < canvas.height, inks.label(x, y) != InkMap.paper, Int(inks.label(x, y)) != bar.ink,
          !InkMap.isBetween(canvas.colour(x, y), plot.paper, inks.inks[bar.ink].colour)
        else { break }
        n += 1
      }
      thickness.append(n)
    }
    thickness.sort()
    let usual = thickness.isEmpty ? 0 : thickness[thickness.count / 2]
    return usual < 5 ? usual : 0
  }

  /// The line that most stacks begin at: zero where the axis has it, else where most of them end.
  private static func baseline(_ stacks: [[BarRectangle]], axis: ValueAxis) -> Double? {
    var candidates = stacks.flatMap { [Double($0.first!.top), Double($0.last!.bottom + 1)] }
    if let zero = axis.fit.place(of: 0) { candidates.insert(zero, at: 0) }
    func agreeing(_ line: Double) -> Int {
      stacks.count { stack in
        abs(Double(stack.first!.top) - line) <= 2.5 || abs(Double(stack.last!.bottom + 1) - line) <= 2.5
          || stack.contains { abs(Double($0.bottom + 1) - line) <= 2.5 } && stack.contains { abs(Double($0.top) - line) <= 2.5 }
      }
    }
    guard let best = candidates.map({ (line: $0, count: agreeing($0)) }).max(by: { $0.count < $1.count }), best.count * 5 >= stacks.count * 4 else { return nil }
    if axis.isAtTicks, let zero = candidates.first, axis.fit.place(of: 0) != nil, agreeing(zero) == best.count { return zero }
    // The mean of those that agree.
    let near = candidates.filter { abs($0 - best.line) <= 2.5 }
    return near.reduce(0, +) / Double(near.count)
  }

  /// For each bar its category, and the categories' middles.
  private static func categories(_ bars: [Bar], width: Double) -> ([Int], [Double])? {
    let middles = bars.map(\.rectangle.middle), byInk = Dictionary(grouping: bars.indices, by: { bars[$0].rectangle.ink })
    // The pitch: the smallest usual distance between bars of one colour.
    var gaps: [Double] = []
    for own in byInk.values {
      let sorted = own.map { middles[$0] }.sorted()
      gaps += zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0.7 * width }
    }
    var distinct: [Double] = []
    for middle in middles.sorted() where distinct.isEmpty || middle - distinct[distinct.count - 1] > 3 { distinct.append(middle) }
    if gaps.isEmpty {
      // Every bar has its own colour: one series.
      let numbers = middles.map { middle in distinct.indices.min { abs(distinct[$0] - middle) < abs(distinct[$1] - middle) }! }
      return (numbers, distinct)
    }
    gaps.sort()
    let low = gaps[gaps.count / 10], close = gaps.filter { $0 < 1.3 * low }
    let pitch = close.reduce(0, +) / Double(close.count)
    // Where in a pitch each bar stands: categories are parted in the widest gap.
    let start = middles.min()!
    let phases = middles.map { (($0 - start) / pitch).truncatingRemainder(dividingBy: 1) }.sorted()
    var cut = 0.0, widest = -1.0
    for (a, b) in zip(phases, phases.dropFirst() + [phases[0] + 1]) where b - a > widest { (cut, widest) = ((a + b) / 2, b - a) }
    let numbers = middles.map { Int((($0 - start) / pitch - cut).rounded(.down)) }
    let lowest = numbers.min()!, count = numbers.max()! - lowest + 1
    guard count <= 200, widest * pitch > 0.5 * width || byInk.count == 1 else { return nil }
    let base = numbers.map { $0 - lowest }
    // Two bars of one colour in one category are no series.
    for own in byInk.values {
      let used = own.map { (base[$0], bars[$0].from) }
      if Set(used.map(\.0)).count < used.count * 9 / 10 { return nil }
    }
    let inner = phases.map { $0 > cut ? $0 - 1 : $0 }, shift = (inner.min()! + inner.max()!) / 2
    return (base, (0..<count).map { start + (Double($0 + lowest) + 1 + shift) * pitch })
  }
}
