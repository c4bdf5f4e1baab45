/// How tensors of different shapes are matched: their shapes as one, and where each one's elements lie for it.
///
/// Neighbouring dimensions that every operand runs through in order are merged, so that the innermost run is as long as it can be.
/// Source: the ONNX broadcasting rules.
struct Broadcast {
  /// The result's shape.
  let shape: [Int]
  /// Elements of one run, and for each operand whether they lie side by side (1) or are one (0).
  private(set) var inner = 1
  private(set) var steps: [Int]
  private var outer: [Int] = []
  private var strides: [[Int]]

  var runs: Int { outer.reduce(1, *) }

  /// Nil where the shapes do not go together.
  init?(_ shapes: [[Int]]) {
    let rank = shapes.map(\.count).max() ?? 0
    var result = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (i, size) in shape.enumerated() {
        let at = rank - shape.count + i
        guard size == result[at] || size == 1 || result[at] == 1 else { return nil }
        if size != 1 { result[at] = size }
      }
    }
    shape = result
    var dimensions: [(size: Int, steps: [Int])] = []
    for axis in 0..<rank where result[axis] != 1 {
      let steps = shapes.map { shape -> Int in
        let at = axis - (rank - shape.count)
        return at < 0 || shape[at] == 1 ? 0 : shape[(at + 1)...].reduce(1, *)
      }
      if let last = dimensions.last, zip(last.steps, steps).allSatisfy({ $0 == $1 * result[axis] }) {
        dimensions[dimensions.count - 1] = (last.size * result[axis], steps)
      } else {
        dimensions.append((result[axis], steps))
      }
    }
    let last = dimensions.popLast()
    inner = last?.size ?? 1
    steps = last?.steps ?? shapes.map { _ in 0 }
    outer = dimensions.map(\.size)
    strides = shapes.indices.map { operand in dimensions.map { $0.steps[operand] } }
  }

  /// Where a run begins in an operand.
  func offset(_ run: Int, of operand: Int) -> Int {
    var rest = run, at = 0
    for i in stride(from: outer.count - 1, through: 0, by: -1) {
      at += rest % outer[i] * strides[operand][i]
      rest /= outer[i]
    }
    return at
  }

  /// Each of an operand's values at its places.
  func spread<T>(_ values: [T], operand: Int) -> [T] {
    var out: [T] = []
    out.reserveCapacity(runs * inner)
    for run in 0..<runs {
      let from = offset(run, of: operand)
      for i in 0..<inner { out.append(values[from + i * steps[operand]]) }
    }
    return out
  }
}
