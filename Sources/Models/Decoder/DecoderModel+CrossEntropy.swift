import Foundation
import Kernels
public import Layers

extension DecoderModel {
  /// How well the decoder foretells texts: the mean cross entropy of each next token, in nats, and how many were scored.
  ///
  /// - Parameters:
  ///   - texts: token ids inside the vocabulary, each at least two and at most as long as the context. Each begins with an empty cache.
  ///   - shouldStop: asked before each text; when true what was scored until then is told.
  /// - Complexity: a forward of every token; memory for the logits of the longest text.
  public func crossEntropy(of texts: [[Int32]], shouldStop: () -> Bool = { false }) throws(CacheError) -> (mean: Double, tokens: Int) {
    let longest = texts.map(\.count).max() ?? 0
    guard longest >= 2 else { return (0, 0) }
    precondition(longest <= configuration.contextLength, "DecoderModel: a text of \(longest) tokens")
    let work = makeWorkspace(tokens: longest, logitRows: longest)
    var total = 0.0, count = 0
    for text in texts where text.count >= 2 && !shouldStop() {
      try forward([Segment(tokens: text[...], cache: makeCache(capacity: text.count), logitRows: text.count)], work: work)
      for t in 0..<text.count - 1 {
        let scores = work.logits.copy(row: t), top = Double(scores.max()!)
        total += top + log(scores.reduce(0.0) { $0 + exp(Double($1) - top) }) - Double(scores[Int(text[t + 1])])
        count += 1
      }
    }
    return (total / Double(max(1, count)), count)
  }
}
