import Kernels
import Weights

/// `MatMul` and `Gemm`.
enum Products {
  /// A product with a constant matrix, packed at load, and what follows it.
  struct Packed: Sendable {
    private let matrix: WeightMatrix
    private let bias: FloatVector?
    private let map: ElementMap

    /// - Parameter weights: (K, N).
    init(_ weights: GraphTensor, tail: FusedTail, compute: Compute) throws {
      let k = weights.shape[0], n = weights.shape[1], values = weights.floats
      var rows = [Float](repeating: 0, count: n * k)
      for i in 0..<n {
        let factor = tail.scale.map { $0[$0.count == 1 ? 0 : i] } ?? 1
        for j in 0..<k { rows[i * k + j] = values[j * n + i] * factor }
      }
      matrix = try packedFloats(rows, rows: n, columns: k, compute: compute)
      bias = tail.bias(nil, channels: n).map { FloatVector($0) }
      map = tail.map
    }

    func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
      var x = try run.plain(try arguments.take(0))
      if x.buffer.isConstant { x = try run.owned(x) }
      guard let columns = x.shape.last, columns == matrix.columns else { throw run.fault("cannot multiply \(x.shape) with \(matrix.columns) by \(matrix.rows)") }
      let out = try run.make(x.shape.dropLast() + [matrix.rows], type: x.type), rows = x.count / columns
      if rows == 0 { return [out] }
      x.buffer.activations.resize(rows: rows, columns: columns)
      run.compute.multiply(x.buffer.activations, [Product(weights: matrix, bias: bias, output: out.buffer.activations)])
      run.compute.apply(map, to: out.buffer.activations, count: out.count)
      return [out]
    }
  }

  /// Both factors computed: (…, M, K) by (…, K, N), leading dimensions matched.
  static func general(_ a: GraphTensor, _ b: GraphTensor, _ run: GraphRun) throws -> GraphTensor {
    let x = try run.plain(a), y = try run.plain(b)
    guard !x.shape.isEmpty, !y.shape.isEmpty else { throw run.fault("cannot multiply \(x.shape) and \(y.shape)") }
    let left = x.shape.count == 1 ? [1] + x.shape : x.shape, right = y.shape.count == 1 ? y.shape + [1] : y.shape
    let m = left[left.count - 2], k = left[left.count - 1], n = right[right.count - 1]
    guard right[right.count - 2] == k, let batch = Broadcast([Array(left.dropLast(2)), Array(right.dropLast(2))]) else {
      throw run.fault("cannot multiply \(x.shape) and \(y.shape)")
    }
    var shape = batch.shape
    if x.shape.count > 1 { shape.append(m) }
    if y.shape.count > 1 { shape.append(n) }
    let out = try run.make(shape, type: x.type), compute = run.compute
    let count = batch.shape.reduce(1, *), inner = batch.inner
    compute.forRuns(count, elementsEach: m * k * n) { range in
      for i in range {
        let r = i / inner, at = i % inner
        unsafe compute.multiply(
          x.pointer + (batch.offset(r, of: 0) + at * batch.steps[0]) * m * k, y.pointer + (batch.offset(r, of: 1) + at * batch.steps[1]) * k * n,
          m: m, k: k, n: n, into: out.pointer + i * m * n)
      }
    }
    return out
  }

  /// Whole numbers, exactly.
  static func integers(_ x: GraphTensor, _ y: GraphTensor, xZero: Broadcasted, yZero: Broadcasted, _ run: GraphRun) throws -> GraphTensor {
    guard !x.isFloating, !y.isFloating, x.shape.count >= 2, y.shape.count >= 2 else { throw run.fault("cannot multiply \(x.shape) and \(y.shape)") }
    let rank = x.shape.count, m = x.shape[rank - 2], k = x.shape[rank - 1], n = y.shape[y.shape.count - 1]
    guard y.shape[y.shape.count - 2] == k, let batch = Broadcast([Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2))]) else {
      throw run.fault("cannot multiply \(x.shape) and \(y.shape)")
    }
    let a = x.integers, b = y.integers, count = batch.shape.reduce(1, *)
    var out = [Int64](repeating: 0, count: count * m * n)
    for i in 0..<count {
      let r = i / batch.inner, at = i % batch.inner
      let left = (batch.offset(r, of: 0) + at * batch.steps[0]) * m * k, right = (batch.offset(r, of: 1) + at * batch.steps[1]) * k * n
      for row in 0..<m {
        for j in 0..<k {
          let value = a[left + row * k + j] - xZero[row]
          for column in 0..<n { out[(i * m + row) * n + column] += value * (b[right + j * n + column] - yZero[column]) }
        }
      }
    }
    return GraphTensor(type: .int32, shape: batch.shape + [m, n], integers: out.map { ONNXInt32.wrapped($0) })
  }

  /// α·A·B + β·C, either factor transposed.
  struct General: Sendable {
    let alpha, beta: Float
    let transposesA, transposesB: Bool

    init(_ reader: NodeReader) throws {
      alpha = try reader.float("alpha", default: 1)
      beta = try reader.float("beta", default: 1)
      transposesA = try reader.flag("transA")
      transposesB = try reader.flag("transB")
    }

    /// B as it is multiplied with, α in it.
    func factor(_ b: GraphTensor) -> GraphTensor {
      let values = b.floats, rows = b.shape[0], columns = b.shape[1]
      guard transposesB else { return GraphTensor(shape: b.shape, floats: values.map { $0 * alpha }) }
      return GraphTensor(shape: [columns, rows], floats: (0..<values.count).map { values[$0 % rows * columns + $0 / rows] * alpha })
    }

    func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
      let a = try run.plain(arguments.floats(0)), b = try arguments.floats(1)
      guard a.shape.count == 2, b.shape.count == 2 else { throw run.fault("cannot multiply \(a.shape) and \(b.shape)") }
      let left = try transposesA ? Moving.transpose(a, [1, 0], run) : a
      let product = try Products.general(left, factor(b), run)
      guard let c = arguments.optional(2) else { return [product] }
      let scaled = GraphTensor(shape: c.shape, floats: c.floats.map { $0 * beta })
      return [try Pairwise.combine(.add, product, scaled, run)]
    }
  }
}

/// One value for all, or one for each.
struct Broadcasted {
  private let values: [Int64]
  init(_ tensor: GraphTensor?) { values = tensor.map { $0.integers.isEmpty ? [0] : $0.integers } ?? [0] }
  subscript(index: Int) -> Int64 { values[index < values.count ? index : 0] }
}

/// The arithmetic of 32-bit sums.
enum ONNXInt32 {
  static func wrapped(_ value: Int64) -> Int64 { Int64(Int32(truncatingIfNeeded: value)) }
}
