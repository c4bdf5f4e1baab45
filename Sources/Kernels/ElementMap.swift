import CKernels

/// What is done to each element of a result, mostly while it is still in the cache.
public enum ElementMap: Sendable, Equatable {
  case none
  /// At least the first, at most the second.
  case clip(Float, Float)
  /// α·x + β, clipped to 0 … 1.
  case hardSigmoid(alpha: Float, beta: Float)
  /// x times its hard sigmoid with 1/6 and 1/2. Source: Howard et al. 2019.
  case hardSwish
  case sigmoid
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x), the error function within 10⁻⁶.
  case gelu
  case tanh
  case exponential
  /// The error function within 10⁻⁶.
  case erf
  case squareRoot
  /// a·x + b.
  case affine(Float, Float)

  /// max(x, 0).
  public static let relu = ElementMap.clip(0, .infinity)

  var code: (kind: Int32, a: Float, b: Float) {
    switch self {
    case .none: (Int32(KG_MAP_NONE), 0, 0)
    case .clip(let low, let high): (Int32(KG_MAP_CLIP), low, high)
    case .hardSigmoid(let alpha, let beta): (Int32(KG_MAP_HARD_SIGMOID), alpha, beta)
    case .hardSwish: (Int32(KG_MAP_HARD_SWISH), 0, 0)
    case .sigmoid: (Int32(KG_MAP_SIGMOID), 0, 0)
    case .silu: (Int32(KG_MAP_SILU), 0, 0)
    case .gelu: (Int32(KG_MAP_GELU), 0, 0)
    case .tanh: (Int32(KG_MAP_TANH), 0, 0)
    case .exponential: (Int32(KG_MAP_EXP), 0, 0)
    case .erf: (Int32(KG_MAP_ERF), 0, 0)
    case .squareRoot: (Int32(KG_MAP_SQRT), 0, 0)
    case .affine(let a, let b): (Int32(KG_MAP_AFFINE), a, b)
    }
  }
}

/// What is done to the elements of two operands.
public enum PairMap: Sendable, Equatable {
  case add, subtract, multiply, divide, larger, smaller

  var code: Int32 {
    switch self {
    case .add: Int32(KG_PAIR_ADD)
    case .subtract: Int32(KG_PAIR_SUBTRACT)
    case .multiply: Int32(KG_PAIR_MULTIPLY)
    case .divide: Int32(KG_PAIR_DIVIDE)
    case .larger: Int32(KG_PAIR_LARGER)
    case .smaller: Int32(KG_PAIR_SMALLER)
    }
  }
}
