import Glibc
public import Kernels
public import Layers

/// Parameters that are stepped alike.
public struct ParameterGroup {
  public var parameters: [Parameter]
  /// The group's rate as a share of the schedule's.
  public var rateFactor: Float
  /// Decoupled weight decay: each step takes rate · decay of a value away.
  public var decay: Float

  public init(_ parameters: [Parameter], rateFactor: Float = 1, decay: Float = 0.01) {
    self.parameters = parameters
    self.rateFactor = rateFactor
    self.decay = decay
  }

  /// Matrices with decay, and vectors (biases, norms) without, as is usual for Transformers.
  public static func usual(_ parameters: [Parameter], decay: Float = 0.01) -> [ParameterGroup] {
    let split = Dictionary(grouping: parameters) { $0.rows > 1 }
    return [ParameterGroup(split[true] ?? [], decay: decay), ParameterGroup(split[false] ?? [], decay: 0)]
  }
}

/// Adam with decoupled weight decay and bias correction. Source: Loshchilov and Hutter 2019.
///
/// Two more floats a trained element. A step reads and writes four tables: 28 bytes an element, bound by memory. Parameters
/// that are frozen when it is made are left out.
public final class AdamW {
  public let beta1, beta2, epsilon: Float
  /// Steps done.
  public private(set) var steps = 0

  private struct Slot {
    var parameter: Parameter
    var rateFactor, decay: Float
    var first, second: FloatTable
  }
  private let slots: [Slot]

  /// Traps when two trained parameters have one name or one parameter is in two groups.
  public init(_ groups: [ParameterGroup], beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8) {
    precondition(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0, "AdamW: betas \(beta1) and \(beta2)")
    slots = groups.flatMap { group in
      group.parameters.filter(\.isTrained).map {
        Slot(
          parameter: $0, rateFactor: group.rateFactor, decay: group.decay, first: FloatTable(rows: $0.rows, columns: $0.columns),
          second: FloatTable(rows: $0.rows, columns: $0.columns))
      }
    }
    precondition(Set(slots.map(\.parameter.name)).count == slots.count, "AdamW: two parameters of one name")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// What is stepped, in the order of the groups.
  public var parameters: [Parameter] { slots.map(\.parameter) }
  /// Bytes of values, gradients and moments.
  public var bytes: Int { slots.reduce(0) { $0 + 4 * $1.first.bytes } }

  public func clearGradients() { for slot in slots { slot.parameter.clearGradient() } }

  /// The length of all gradients taken as one vector. Not a number, or infinite, where one of them is.
  public func gradientNorm(compute: Compute) -> Double {
    slots.reduce(0.0) { $0 + compute.sumOfSquares($1.parameter.gradient.matrix) }.squareRoot()
  }

  /// Scales the gradients so that their norm is at most `limit`, and tells the norm that they had.
  public func clip(to limit: Float, compute: Compute) -> Double {
    let norm = gradientNorm(compute: compute)
    guard norm.isFinite, norm > Double(limit) else { return norm }
    for slot in slots { compute.scale(slot.parameter.gradient.matrix, by: Float(Double(limit) / norm)) }
    return norm
  }

  /// One step against the gradients, which stay as they are.
  public func step(rate: Float, compute: Compute) {
    steps += 1
    let corrections = (1 / (1 - powf(beta1, Float(steps))), 1 / (1 - powf(beta2, Float(steps))))
    for slot in slots {
      compute.adamW(
        slot.parameter.values, slopes: slot.parameter.gradient, first: slot.first, second: slot.second, rate: rate * slot.rateFactor,
        decay: slot.decay, beta1: beta1, beta2: beta2, corrections: corrections, epsilon: epsilon)
    }
  }

  // MARK: Checkpoints

  /// Values and moments, in the order of ``parameters``.
  var tables: [FloatTable] { slots.flatMap { [$0.parameter.values, $0.first, $0.second] } }

  /// Goes on after so many steps of an earlier one, whose tables have been copied here.
  func resume(after steps: Int) { self.steps = steps }
}
