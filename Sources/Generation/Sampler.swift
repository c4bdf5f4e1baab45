import Glibc
import Kernels

/// Chooses tokens by ``SamplingSettings``; keeps the random state of one answer.
struct Sampler {
  private let settings: SamplingSettings
  private var state: UInt64

  /// Recent tokens that the repetition penalty looks at, as in llama.cpp.
  private static let penalisedTokens = 64

  init(_ settings: SamplingSettings) {
    self.settings = settings
    state = settings.seed ?? UInt64.random(in: .min ... .max)
  }

  /// The next token.
  ///
  /// - Parameters:
  ///   - logits: (V), changed by the repetition penalty.
  ///   - recent: the text so far; its end counts.
  mutating func next(_ logits: UnsafeMutableBufferPointer<Float>, recent: [Int32]) -> Int32 {
    if settings.repetitionPenalty != 1 {
      // Ids past the vocabulary are rows of a soft prompt, which nobody can say.
      for token in Set(recent.suffix(Self.penalisedTokens)) where token < logits.count {
        let score = unsafe logits[Int(token)]
        unsafe logits[Int(token)] = score > 0 ? score / settings.repetitionPenalty : score * settings.repetitionPenalty
      }
    }
    let best = unsafe VectorMath.indexOfLargest(Span(_unsafeElements: UnsafeBufferPointer(logits))) ?? 0
    guard settings.temperature > 0 else { return Int32(best) }
    let candidates = unsafe candidates(UnsafeBufferPointer(logits), best: logits[best])
    return draw(from: candidates)
  }

  private struct Candidate {
    let token: Int32
    var probability: Float
  }

  /// The tokens left by top-k, top-p and min-p, most probable first, with the probabilities of temperature 1.
  private func candidates(_ logits: UnsafeBufferPointer<Float>, best: Float) -> [Candidate] {
    // Tokens this far below the best have less than 1e-13 of its probability: leaving them out keeps sorting short.
    let floor = best - 30 * max(settings.temperature, 1)
    var list: [Candidate] = []
    for token in logits.indices {
      let score = unsafe logits[token]
      if score >= floor { list.append(Candidate(token: Int32(token), probability: expf(score - best))) }
    }
    list.sort { ($0.probability, $1.token) > ($1.probability, $0.token) }
    if settings.topK > 0, settings.topK < list.count { list.removeLast(list.count - settings.topK) }
    if settings.topP < 1 {
      let total = list.reduce(0) { $0 + $1.probability }
      var sum: Float = 0
      let kept = (list.firstIndex { sum += $0.probability; return sum >= settings.topP * total } ?? list.count - 1) + 1
      list.removeLast(list.count - kept)
    }
    if settings.minP > 0 {
      let limit = settings.minP * (list.first?.probability ?? 0)
      list.removeAll { $0.probability < limit }
    }
    return list
  }

  private mutating func draw(from candidates: [Candidate]) -> Int32 {
    let weights = candidates.map { powf($0.probability, 1 / settings.temperature) }
    var point = uniform() * weights.reduce(0, +)
    for (candidate, weight) in zip(candidates, weights) {
      point -= weight
      if point < 0 { return candidate.token }
    }
    return candidates[0].token
  }

  /// A number in 0 ..< 1 (SplitMix64, Steele et al. 2014).
  private mutating func uniform() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Float((z ^ (z >> 31)) >> 40) / Float(1 << 24)
  }
}
