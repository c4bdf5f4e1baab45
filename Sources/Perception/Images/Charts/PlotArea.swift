/// The rectangle that the marks of a chart stand in, in whole pixels of the canvas.
struct PlotArea: Equatable {
  var left, top, right, bottom: Int
  /// The colour behind the marks.
  var paper: ChartColour

  var width: Int { right - left + 1 }
  var height: Int { bottom - top + 1 }

  /// - Returns: nil where nothing of any size is left beside the axis.
  init?(_ axis: ValueAxis, canvas: ChartCanvas, texts: [ChartText]) {
    let low = axis.low, high = axis.high, spacing = max(axis.spacing, 4)
    let first = max(0, Int(low)), last = min(canvas.height - 1, Int(high))
    guard last - first >= 12 else { return nil }
    /// Whether the picture changes from one column to the next over most of the axis's length.
    func changes(_ x: Int, share: Double) -> Bool {
      var count = 0
      for y in first...last where canvas.difference(x, y, x - 1, y) > ChartCanvas.visible { count += 1 }
      return Double(count) >= share * Double(last - first + 1)
    }
    func changesRow(_ y: Int, _ columns: ClosedRange<Int>) -> Bool {
      var count = 0
      for x in columns where canvas.difference(x, y, x, y - 1) > ChartCanvas.visible { count += 1 }
      return Double(count) >= 0.5 * Double(columns.count)
    }
    // The side of the numbers: a line along the axis, or where the grid's lines begin.
    let edge = Int(axis.edge), reach = Int(3.5 * axis.size)
    // A number's box is wider than its digits, and may reach over the line.
    let slack = Int(0.3 * axis.size)
    var near: Int
    if axis.isOnRight {
      near = stride(from: min(canvas.width - 1, edge + slack), to: max(1, edge - reach), by: -1).first { changes($0, share: 0.6) } ?? edge - Int(0.5 * axis.size)
      near = max(1, near - 1)
    } else {
      near = stride(from: max(1, edge - slack), to: min(canvas.width - 1, edge + reach), by: 1).first { changes($0, share: 0.6) } ?? edge + Int(0.5 * axis.size)
      // A line of the axis's own is no mark.
      if near + 3 < canvas.width, let inside = (near + 1...near + 3).first(where: { changes($0, share: 0.6) }) { near = inside }
    }
    // The far side: the last line or change of colour over most of the height, else the end of the picture.
    var far: Int
    if axis.isOnRight {
      far = stride(from: 1, to: max(2, near - canvas.width / 4), by: 1).first { changes($0, share: 0.8) } ?? 0
    } else {
      far = stride(from: canvas.width - 1, to: min(canvas.width - 2, near + canvas.width / 4), by: -1).first { changes($0, share: 0.8) } ?? canvas.width
      far -= 1
    }
    (left, right) = axis.isOnRight ? (far, near) : (near, far)
    guard right - left >= 24 else { return nil }
    // Above and below: the outermost line within one step of the last number.
    let inner = (left + (right - left) / 20)...(right - (right - left) / 20)
    // The row of labels, if it is known, ends the plot: the first texts at one height under the last number that reach over half of it.
    let (from, to) = (Double(left), Double(right))
    let under = texts.filter { $0.top > high + 0.3 * axis.size && $0.top < high + 2.6 * spacing && $0.right > from && $0.left < to && $0.size < 3 * axis.size }
    let labels = under.map(\.top).filter { top in
      let row = under.filter { abs($0.top - top) < 0.5 * axis.size }
      return row.map(\.right).max()! - row.map(\.left).min()! > 0.5 * (to - from)
    }.min()
    let above = max(1, Int(low - 1.3 * spacing)), below = min(canvas.height - 1, labels.map { Int($0) - 1 } ?? Int(high + 1.3 * spacing))
    // The last number may stand at that line.
    top = above < first ? (above...min(first + 2, canvas.height - 1)).first { changesRow($0, inner) } ?? above : first
    let foot = below > last ? (max(1, last - 2)...below).last { changesRow($0, inner) }.map { $0 - 1 } : last
    bottom = foot ?? below
    // Without labels and without a line any text there may be one.
    if foot == nil, labels == nil, let nearest = under.map(\.top).min(), Int(nearest) < bottom { bottom = max(Int(high) + 1, Int(nearest) - 1) }
    guard bottom - top >= 12 else { return nil }
    // A band inside the frame, wide enough that the frame's own blurred edge is the smaller part of it; marks seldom fill it.
    let (columns, rows) = (left...right, top...bottom), bands = stride(from: 3, through: 15, by: 2)
    var frame: [(x: Int, y: Int)] = []
    for inset in bands {
      for x in columns { frame.append((x, min(rows.upperBound, rows.lowerBound + inset))) }
      for y in rows { frame += [(min(columns.upperBound, columns.lowerBound + inset), y), (max(columns.lowerBound, columns.upperBound - inset), y)] }
    }
    guard let usual = canvas.commonest(frame) else { return nil }
    paper = usual
    // Bars may touch the frame on all sides; where the picture's own colour is much of the plot, it is the paper.
    if let surround = canvas.surround, surround.distance(to: usual) > ChartCanvas.visible {
      var same = 0, all = 0
      for y in stride(from: top, through: bottom, by: 3) {
        for x in stride(from: left, through: right, by: 3) {
          all += 1
          if canvas.colour(x, y).distance(to: surround) <= 12 { same += 1 }
        }
      }
      if same * 5 > all { paper = surround }
    }
  }

  /// A pie's: everything.
  init(whole canvas: ChartCanvas) {
    (left, top, right, bottom) = (0, 0, canvas.width - 1, canvas.height - 1)
    let frame = (0..<canvas.width).flatMap { [(x: $0, y: 0), (x: $0, y: canvas.height - 1)] }
      + (0..<canvas.height).flatMap { [(x: 0, y: $0), (x: canvas.width - 1, y: $0)] }
    paper = canvas.commonest(frame)!
  }
}
