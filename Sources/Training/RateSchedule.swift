import Glibc

/// The learning rate over the steps: warm-up from 0, then constant or decaying to a share of the peak.
public struct RateSchedule: Sendable, Equatable, Codable {
  public enum Decay: String, Sendable, CaseIterable, Codable { case constant, linear, cosine }

  /// The rate after the warm-up.
  public var peak: Float
  /// Steps over which the rate grows evenly; the first step has peak / warmup.
  public var warmup: Int
  /// Steps in all.
  public var steps: Int
  public var decay: Decay
  /// The share of the peak that decay ends at.
  public var floor: Float

  public init(peak: Float, warmup: Int = 0, steps: Int, decay: Decay = .cosine, floor: Float = 0) {
    self.peak = peak
    self.warmup = warmup
    self.steps = steps
    self.decay = decay
    self.floor = floor
  }

  /// The rate of a step, counted from 0.
  public func rate(at step: Int) -> Float {
    if step < warmup { return peak * Float(step + 1) / Float(warmup) }
    let share = Float(min(step, steps) - warmup) / Float(max(1, steps - warmup))
    switch decay {
    case .constant: return peak
    case .linear: return peak * (floor + (1 - floor) * (1 - share))
    case .cosine: return peak * (floor + (1 - floor) * 0.5 * (1 + cosf(.pi * share)))
    }
  }
}
