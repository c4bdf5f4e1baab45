import Kernels
import Weights

/// `ReduceMean`, `ReduceSum`, `ReduceMax`, `ReduceMin` and `Softmax`.
struct Reduction: Sendable {
  enum Kind: Sendable { case mean, sum, largest, smallest }

  let kind: Kind
  let axes: [Int]?
  let keepsDimensions: Bool
  /// Whether no dimension at all means none instead of all of them.
  let isNothingWithoutAxes: Bool

  init(_ reader: NodeReader, _ kind: Kind) throws {
    self.kind = kind
    axes = try reader.integers("axes")
    keepsDimensions = try reader.flag("keepdims", default: true)
    isNothingWithoutAxes = try reader.flag("noop_with_empty_axes")
  }

  func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let named = arguments.optional(1)?.integers.map { Int(clamping: $0) } ?? axes ?? []
    let x = try arguments.tensor(0), rank = x.shape.count
    if named.isEmpty, isNothingWithoutAxes { return [x] }
    let reduced = try named.isEmpty ? Set(0..<rank) : Set(named.map { try normalizedAxis($0, rank: rank, run.fault) })
    let kept = (0..<rank).filter { !reduced.contains($0) }
    var shape: [Int] = []
    for axis in 0..<rank { if !reduced.contains(axis) { shape.append(x.shape[axis]) } else if keepsDimensions { shape.append(1) } }
    // What is reduced is brought to the end, where it lies side by side.
    let order = kept + reduced.sorted()
    let moved = try order == Array(0..<rank) ? (x.isFloating ? run.plain(x) : x) : Moving.transpose(x, order, run)
    let rows = kept.map { x.shape[$0] }.reduce(1, *), width = reduced.map { x.shape[$0] }.reduce(1, *)
    if !x.isFloating {
      let values = moved.integers
      let results = (0..<rows).map { r in values[r * width..<(r + 1) * width].reduce(start(x.type)) { join($0, $1) } }
      return [GraphTensor(type: x.type, shape: shape, integers: results.map { x.type.wrapped(kind == .mean && width > 0 ? $0 / Int64(width) : $0) })]
    }
    let out = try run.make(shape, type: x.type)
    run.compute.forRuns(rows, elementsEach: width) { range in
      for r in range {
        let row = unsafe UnsafeBufferPointer(start: moved.pointer + r * width, count: width)
        unsafe out.pointer[r] = reduce(row)
      }
    }
    return [out]
  }

  private func reduce(_ row: UnsafeBufferPointer<Float>) -> Float {
    switch kind {
    case .largest: unsafe row.reduce(-.infinity) { $0 > $1 || $0.isNaN ? $0 : $1 }
    case .smallest: unsafe row.reduce(.infinity) { $0 < $1 || $0.isNaN ? $0 : $1 }
    case .sum: unsafe Self.sum(row)
    case .mean: unsafe Self.sum(row) / Float(row.count)
    }
  }

  /// Eight sums side by side: a hundred thousand numbers keep their digits, and additions do not wait for each other.
  private static func sum(_ row: UnsafeBufferPointer<Float>) -> Float {
    var sums = SIMD8<Float>.zero
    var i = 0
    while i + 8 <= row.count {
      unsafe sums += UnsafeRawPointer(row.baseAddress! + i).loadUnaligned(as: SIMD8<Float>.self)
      i += 8
    }
    var total = sums.sum()
    while i < row.count {
      unsafe total += row[i]
      i += 1
    }
    return total
  }

  private func start(_ type: ONNXElementType) -> Int64 {
    switch kind {
    case .mean, .sum: 0
    // The type's own least value, where nothing is reduced.
    case .largest: type == .uint8 || type == .bool ? 0 : type == .int8 ? -128 : type == .int32 ? Int64(Int32.min) : .min
    case .smallest: type == .uint8 ? 255 : type == .bool ? 1 : type == .int8 ? 127 : type == .int32 ? Int64(Int32.max) : .max
    }
  }

  private func join(_ a: Int64, _ b: Int64) -> Int64 {
    switch kind {
    case .mean, .sum: a &+ b
    case .largest: max(a, b)
    case .smallest: min(a, b)
    }
  }

  /// Probabilities along one dimension; before version 13, along it and all that follow.
  static func softmax(axis: Int, coversRest: Bool, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try run.plain(try arguments.take(0)), rank = x.shape.count, axis = try normalizedAxis(axis, rank: rank, run.fault)
    if coversRest || axis == rank - 1 {
      let out = try run.owned(x), width = x.shape[axis...].reduce(1, *)
      run.compute.softmax(out.buffer.activations, rows: width == 0 ? 0 : out.count / width, count: width)
      return [out]
    }
    var order = Array(0..<rank)
    order.swapAt(axis, rank - 1)
    let moved = try Moving.transpose(x, order, run), width = x.shape[axis]
    run.compute.softmax(moved.buffer.activations, rows: width == 0 ? 0 : moved.count / width, count: width)
    return [try Moving.transpose(moved, order, run)]
  }
}
