import Models

/// Which tokens may come next in a transcript: the model's lists of what is never written, and the grammar of times.
///
/// A text begins with a time; times come in pairs, the end of a segment and the beginning of the next, and never run
/// backwards; where the times together are likelier than any word, a time is written.
/// Source: Radford et al. 2022, and the rules of the reference's decoder.
struct TokenRules {
  let tokens: WhisperTokens
  let suppressed: [Int32]
  let suppressedAtStart: [Int32]
  let timestamps: Bool
  /// The last time that may begin a text.
  let latestFirst: Int32

  init(_ model: WhisperModel, settings: SpeechSettings) {
    tokens = model.tokens
    suppressed = model.configuration.suppressed
    suppressedAtStart = model.configuration.suppressedAtStart
    timestamps = settings.timestamps
    let steps = (settings.latestStart / WhisperTokens.secondsPerTimestamp).rounded()
    latestFirst = model.tokens.firstTimestamp + Int32(max(0, min(100_000, steps)))
  }

  /// Makes what may not come unlikely beyond measure.
  ///
  /// - Parameters:
  ///   - logits: (V).
  ///   - written: the text so far without its prompt.
  func mask(_ logits: UnsafeMutableBufferPointer<Float>, after written: [Int32]) {
    func ban(_ range: Range<Int32>) {
      if range.isEmpty { return }
      unsafe UnsafeMutableBufferPointer(rebasing: logits[Int(range.lowerBound)..<Int(range.upperBound)]).update(repeating: -.infinity)
    }
    for id in suppressed { unsafe logits[Int(id)] = -.infinity }
    if written.isEmpty { for id in suppressedAtStart { unsafe logits[Int(id)] = -.infinity } }
    let first = tokens.firstTimestamp
    guard timestamps else { return }
    unsafe logits[Int(tokens.noTimestamps)] = -.infinity
    guard let last = written.last else {
      ban(0..<first)
      if latestFirst + 1 < tokens.count { ban(latestFirst + 1..<tokens.count) }
      return
    }
    if last >= first {
      if written.count < 2 || written[written.count - 2] >= first { ban(first..<tokens.count) } else { ban(0..<tokens.endOfText) }
    }
    if let time = written.last(where: { $0 >= first }) { ban(first..<time) }
  }

  /// Whether a time must come: whether the times together are likelier than any other token.
  ///
  /// - Parameter probabilities: (V), of what ``mask(_:after:)`` left.
  /// - Returns: the probability of all times where one must come, else nil.
  func dueTime(_ probabilities: UnsafeMutableBufferPointer<Float>, after written: [Int32]) -> Float? {
    let first = Int(tokens.firstTimestamp)
    guard timestamps, !written.isEmpty else { return nil }
    // After a pair of times, or the first, only words are left.
    if written.last! >= tokens.firstTimestamp, written.count < 2 || written[written.count - 2] >= tokens.firstTimestamp { return nil }
    var sum: Float = 0, top: Float = 0
    for i in first..<Int(tokens.count) { unsafe sum += probabilities[i] }
    for i in 0..<first { unsafe top = max(top, probabilities[i]) }
    return sum > top ? sum : nil
  }
}
