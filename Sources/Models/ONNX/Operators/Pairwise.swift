import Glibc
import Kernels
import Weights

/// Operators on the elements of two tensors that are matched to one shape.
enum Pairwise {
  static let floats: [String: PairMap] = ["Add": .add, "Sub": .subtract, "Mul": .multiply, "Div": .divide, "Max": .larger, "Min": .smaller]

  static func integers(_ name: String, _ x: Int64, _ y: Int64) -> Int64 {
    switch name {
    case "Add": x &+ y
    case "Sub": x &- y
    case "Mul": x &* y
    // A division by zero is the file's fault; any value will do, a trap will not.
    case "Div": y == 0 ? 0 : x.dividingFullWidth(by: y)
    case "Max": max(x, y)
    default: min(x, y)
    }
  }

  /// Any number of inputs, one after another.
  static func run(_ name: String, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let first = try arguments.tensor(0)
    guard first.isFloating else {
      var result = first
      for i in 1..<max(1, arguments.count) { result = try pair(result, arguments.tensor(i), run) { integers(name, $0, $1) } }
      return [result]
    }
    guard arguments.count > 1 else { return [first] }
    var result = try combine(floats[name]!, try take(&arguments, first), try arguments.take(1), run)
    for i in 2..<max(2, arguments.count) { result = try combine(floats[name]!, result, arguments.take(i), run) }
    return [result]
  }

  private static func take(_ arguments: inout GraphArguments, _ first: consuming GraphTensor) throws -> GraphTensor {
    // The first look at the input holds it a second time; it must be gone before its buffer can be taken over.
    first.storage = .integers([])
    return try arguments.take(0)
  }

  static func combine(_ map: PairMap, _ x: consuming GraphTensor, _ y: consuming GraphTensor, _ run: GraphRun) throws -> GraphTensor {
    let compute = run.compute
    if x.shape == y.shape || y.count == 1 && y.shape.count <= x.shape.count || x.count == 1 && x.shape.count <= y.shape.count {
      if x.shape == y.shape, x.arrangement != y.arrangement {
        (x, y) = (try run.channelsLast(x), try run.channelsLast(y))
      }
      let xRepeats = x.count == 1 && y.count != 1, yRepeats = y.count == 1 && x.count != 1
      let other = xRepeats ? x : y, count = max(x.count, y.count) * (x.count * y.count == 0 ? 0 : 1)
      let out = try xRepeats ? run.owned(y) : run.owned(x)
      let target = unsafe out.pointer, operand = unsafe other.pointer, chunk = 4096
      compute.forRuns((count + chunk - 1) / chunk, elementsEach: chunk) { range in
        let from = range.lowerBound * chunk, size = min(count, range.upperBound * chunk) - from
        if xRepeats { unsafe compute.combine(map, operand, repeats: true, target + from, repeats: false, count: size, into: target + from) }
        else { unsafe compute.combine(map, target + from, repeats: false, operand + (yRepeats ? 0 : from), repeats: yRepeats, count: size, into: target + from) }
      }
      return out
    }
    if let whole = try perChannel(map, x, y, swapped: false, run) { return whole }
    if let whole = try perChannel(map, y, x, swapped: true, run) { return whole }
    let a = try run.plain(x), b = try run.plain(y)
    guard let broadcast = Broadcast([a.shape, b.shape]) else { throw run.fault("cannot match \(a.shape) and \(b.shape)") }
    let out = try run.make(broadcast.shape, type: a.type), inner = broadcast.inner
    if out.count == 0 { return out }
    compute.forRuns(broadcast.runs, elementsEach: inner) { range in
      for r in range {
        unsafe compute.combine(
          map, a.pointer + broadcast.offset(r, of: 0), repeats: broadcast.steps[0] == 0, b.pointer + broadcast.offset(r, of: 1),
          repeats: broadcast.steps[1] == 0, count: inner, into: out.pointer + r * inner)
      }
    }
    return out
  }

  /// A picture with its channels last and one value for each channel: (C, 1, …), (1, C, 1, …) or (B, C, 1, …).
  private static func perChannel(_ map: PairMap, _ picture: GraphTensor, _ values: GraphTensor, swapped: Bool, _ run: GraphRun) throws -> GraphTensor? {
    guard picture.arrangement == .channelsLast, values.shape.count <= picture.shape.count else { return nil }
    let rank = picture.shape.count, shape = [Int](repeating: 1, count: rank - values.shape.count) + values.shape
    let batch = picture.shape[0], channels = picture.shape[1]
    guard shape[1] == channels, shape[0] == 1 || shape[0] == batch, shape.dropFirst(2).allSatisfy({ $0 == 1 }) else { return nil }
    let out = try run.make(picture.shape, .channelsLast, type: picture.type), compute = run.compute, pixels = picture.pixels
    compute.forRuns(batch * pixels, elementsEach: channels) { range in
      for r in range {
        let row = unsafe picture.pointer + r * channels, operand = unsafe values.pointer + (shape[0] == 1 ? 0 : r / pixels * channels)
        if swapped { unsafe compute.combine(map, operand, repeats: false, row, repeats: false, count: channels, into: out.pointer + r * channels) }
        else { unsafe compute.combine(map, row, repeats: false, operand, repeats: false, count: channels, into: out.pointer + r * channels) }
      }
    }
    return out
  }

  /// Whole numbers, brought back into their type's range.
  static func pair(_ x: GraphTensor, _ y: GraphTensor, _ run: GraphRun, type: ONNXElementType? = nil, _ body: (Int64, Int64) -> Int64) throws -> GraphTensor {
    guard !x.isFloating, !y.isFloating else { throw run.fault("cannot join \(x.type) and \(y.type)") }
    guard let broadcast = Broadcast([x.shape, y.shape]) else { throw run.fault("cannot match \(x.shape) and \(y.shape)") }
    let a = broadcast.spread(x.integers, operand: 0), b = broadcast.spread(y.integers, operand: 1), result = type ?? x.type
    return GraphTensor(type: result, shape: broadcast.shape, integers: zip(a, b).map { result.wrapped(body($0, $1)) })
  }

  /// Any function of two floats, where no kernel has it: powers and comparisons.
  static func scalar(_ x: GraphTensor, _ y: GraphTensor, _ run: GraphRun, _ body: (Float, Float) -> Float) throws -> (shape: [Int], values: [Float]) {
    guard let broadcast = Broadcast([x.shape, y.shape]) else { throw run.fault("cannot match \(x.shape) and \(y.shape)") }
    return (broadcast.shape, zip(broadcast.spread(x.floats, operand: 0), broadcast.spread(y.floats, operand: 1)).map { body($0, $1) })
  }

  static func compare(_ name: String, _ arguments: GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try arguments.tensor(0), y = try arguments.tensor(1)
    func holds<T: Comparable>(_ a: T, _ b: T) -> Int64 {
      switch name {
      case "Equal": a == b ? 1 : 0
      case "Greater": a > b ? 1 : 0
      case "GreaterOrEqual": a >= b ? 1 : 0
      case "Less": a < b ? 1 : 0
      default: a <= b ? 1 : 0
      }
    }
    if x.isFloating {
      let (shape, values) = try scalar(x, y, run) { Float(holds($0, $1)) }
      return [GraphTensor(type: .bool, shape: shape, integers: values.map { Int64($0) })]
    }
    return [try pair(x, y, run, type: .bool) { holds($0, $1) }]
  }

  static func power(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let y = try arguments.tensor(1), type = try arguments.tensor(0).type
    if type.isFloating, y.count == 1, y.shape.count <= (try arguments.tensor(0)).shape.count {
      let exponent = y.floats[0]
      if exponent == 2 {
        let x = try arguments.floats(0)
        return [try combine(.multiply, x, x, run)]
      }
      if exponent == 0.5 {
        let x = try run.owned(try arguments.take(0))
        run.compute.apply(.squareRoot, to: x.buffer.activations, count: x.count)
        return [x]
      }
    }
    let (shape, values) = try scalar(arguments.tensor(0), y, run) { powf($0, $1) }
    if type.isFloating { return [GraphTensor(type: type, shape: shape, floats: values)] }
    return [GraphTensor(type: type, shape: shape, integers: GraphTensor(shape: shape, floats: values).integers.map { type.wrapped($0) })]
  }
}

extension Int64 {
  /// The quotient, towards zero; the one overflow wraps.
  fileprivate func dividingFullWidth(by other: Int64) -> Int64 { dividedReportingOverflow(by: other).partialValue }
}
