import Glibc
import Kernels
import Weights

/// Operators on each element by itself: maps, `Cast`, `Clip`, `Where`, and the logical ones.
enum Elements {
  static let maps: [String: ElementMap] = [
    "Relu": .relu, "Sigmoid": .sigmoid, "Tanh": .tanh, "Exp": .exponential, "Erf": .erf, "Sqrt": .squareRoot, "HardSwish": .hardSwish,
    "Neg": .affine(-1, 0),
  ]

  static let functions: [String: @Sendable (Float) -> Float] = [
    "Abs": { abs($0) }, "Log": { logf($0) }, "Reciprocal": { 1 / $0 }, "Floor": { $0.rounded(.down) }, "Ceil": { $0.rounded(.up) },
    "Round": { $0.rounded(.toNearestOrEven) }, "Sin": { sinf($0) }, "Cos": { cosf($0) },
  ]

  static func apply(_ map: ElementMap, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let input = try arguments.tensor(0)
    guard input.isFloating else {
      let values = input.integers
      switch map {
      case .relu: return [GraphTensor(type: input.type, shape: input.shape, integers: values.map { max($0, 0) })]
      case .affine(-1, 0): return [GraphTensor(type: input.type, shape: input.shape, integers: values.map { input.type.wrapped(0 &- $0) })]
      default: throw run.fault("needs floats, not \(input.type)")
      }
    }
    return [try applied(map, try arguments.take(0), run)]
  }

  static func applied(_ map: ElementMap, _ x: consuming GraphTensor, _ run: GraphRun) throws -> GraphTensor {
    let out = try run.owned(x)
    run.compute.apply(map, to: out.buffer.activations, count: out.count)
    return out
  }

  static func apply(_ function: @Sendable (Float) -> Float, _ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let input = try arguments.tensor(0)
    guard input.isFloating else { return [GraphTensor(type: input.type, shape: input.shape, integers: input.integers.map { abs($0) })] }
    let x = try run.owned(try arguments.take(0))
    for i in 0..<x.count { unsafe x.pointer[i] = function(x.pointer[i]) }
    return [x]
  }

  /// x · ½ · (1 + tanh(√(2/π) · (x + 0.044715·x³))).
  static let roughGELU: @Sendable (Float) -> Float = { 0.5 * $0 * (1 + tanhf(0.797_884_56 * ($0 + 0.044715 * $0 * $0 * $0))) }

  static func clip(_ arguments: inout GraphArguments, low: Float?, high: Float?, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try arguments.tensor(0), lowest = arguments.optional(1), highest = arguments.optional(2)
    guard x.isFloating else {
      let a = lowest?.integers.first ?? .min, b = highest?.integers.first ?? .max
      return [GraphTensor(type: x.type, shape: x.shape, integers: x.integers.map { min(max($0, a), b) })]
    }
    return [try applied(.clip(lowest?.floats.first ?? low ?? -.infinity, highest?.floats.first ?? high ?? .infinity), try arguments.take(0), run)]
  }

  static func cast(_ x: GraphTensor, to type: ONNXElementType, _ run: GraphRun) throws -> GraphTensor {
    if x.type == type { return x }
    if type.isFloating {
      if x.isFloating, type == .float || type == .double {
        var out = GraphTensor(type: type, shape: x.shape, storage: x.storage)
        out.arrangement = x.arrangement
        return out
      }
      return GraphTensor(type: type, shape: x.shape, floats: x.floats.map { type.rounded($0) })
    }
    if type == .bool { return GraphTensor(type: .bool, shape: x.shape, integers: x.isFloating ? x.floats.map { $0 == 0 ? 0 : 1 } : x.integers.map { $0 == 0 ? 0 : 1 }) }
    return GraphTensor(type: type, shape: x.shape, integers: x.integers.map { type.wrapped($0) })
  }

  static func choose(_ condition: GraphTensor, _ x: GraphTensor, _ y: GraphTensor, _ run: GraphRun) throws -> GraphTensor {
    guard !condition.isFloating, x.isFloating == y.isFloating, let broadcast = Broadcast([condition.shape, x.shape, y.shape]) else {
      throw run.fault("cannot choose between \(x.shape) and \(y.shape) by \(condition.shape)")
    }
    let holds = broadcast.spread(condition.integers, operand: 0)
    if x.isFloating {
      let a = broadcast.spread(x.floats, operand: 1), b = broadcast.spread(y.floats, operand: 2)
      return GraphTensor(type: x.type, shape: broadcast.shape, floats: holds.indices.map { holds[$0] != 0 ? a[$0] : b[$0] })
    }
    let a = broadcast.spread(x.integers, operand: 1), b = broadcast.spread(y.integers, operand: 2)
    return GraphTensor(type: x.type, shape: broadcast.shape, integers: holds.indices.map { holds[$0] != 0 ? a[$0] : b[$0] })
  }
}
