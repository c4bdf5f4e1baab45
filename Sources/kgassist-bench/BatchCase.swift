import Foundation
import Generation
import Kernels
import Tokenizers

/// Eight answers at once beside one alone: what sharing a pass over the weights is worth.
///
/// Drafts are off, so that nothing but the batch is measured; the texts must be those of the answers alone.
enum BatchCase {
  static let answers = 8
  static let writtenTokens = 64

  static func measure(_ arguments: BenchArguments) async throws {
    let path = arguments.model ?? BenchArguments.modelFolder + "/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    let compute = arguments.compute
    let generator = try await TextGenerator(modelPath: path, compute: compute)
    let questions = ["a bond", "a kidney", "a queue", "inflation", "a vaccine", "recursion", "a dividend", "an artery"]
    let requests = questions.map { subject in
      var request = GenerationRequest(
        messages: [ChatMessage(role: .user, content: "Explain at length what \(subject) is and give examples.")],
        maxTokens: writtenTokens)
      request.drafts = false
      return request
    }
    _ = try await Written.all(of: requests, generator)
    var alone: [Double] = [], together: [Double] = []
    for run in 0..<arguments.runs {
      let one = try await Written.all(of: [requests[run % answers]], generator)
      let eight = try await Written.all(of: requests, generator)
      guard eight.texts[run % answers] == one.texts[0] else {
        throw BenchArguments.Fault(description: "an answer beside others is not the answer alone")
      }
      alone.append(one.rate)
      together.append(eight.rate)
    }
    let (one, eight) = (median(alone), median(together))
    try BenchLine(
      case: "batch", what: "\(answers) answers at once", value: rounded(eight), unit: "tokens/s",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: generator.modelName, runs: arguments.runs,
      peer: "one answer alone", peer_value: rounded(one), ratio: rounded(eight / one)
    ).print()
  }
}

/// Texts that were written at the same time, and how fast.
struct Written {
  let texts: [String]
  /// Tokens a second from the first piece of text to the end of the last one.
  let rate: Double

  static func all(of requests: [GenerationRequest], _ generator: TextGenerator) async throws -> Written {
    let clock = ContinuousClock()
    let parts = try await withThrowingTaskGroup(of: (Int, String, Int, ContinuousClock.Instant).self) { group in
      for (index, request) in requests.enumerated() {
        group.addTask {
          var text = "", tokens = 0, first: ContinuousClock.Instant?
          for try await event in generator.generate(request) {
            switch event {
            case .text(let piece):
              first = first ?? clock.now
              text += piece
            case .finished(_, _, let count): tokens = count
            }
          }
          return (index, text, tokens, first ?? clock.now)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let end = clock.now
    let began = parts.map(\.3).min() ?? end
    let time = (end - began) / Duration.seconds(1)
    // The first token of each was written before the first piece of its text came.
    let tokens = parts.reduce(0) { $0 + max(0, $1.2 - 1) }
    return Written(texts: parts.sorted { $0.0 < $1.0 }.map(\.1), rate: Double(tokens) / max(time, 1e-9))
  }
}
