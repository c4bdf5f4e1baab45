import Foundation
import Generation
import Kernels
import Tokenizers

/// Answers that quote their evidence, with drafts and without: what guessing from the prompt is worth.
///
/// The prompts are questions of `Graphs/*/questions.jsonl` with paragraphs of the document that answers them.
enum GroundedCase {
  private struct Item: Decodable {
    let question: String
    let document: String?
  }

  static func measure(_ arguments: BenchArguments) async throws {
    let path = arguments.model ?? BenchArguments.modelFolder + "/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    let compute = arguments.compute
    let generator = try await TextGenerator(modelPath: path, compute: compute)
    let requests = try prompts(count: 12)
    var plain: [Double] = [], drafted: [Double] = []
    for request in requests {
      var without = request
      without.drafts = false
      // The prompt is read once; both runs find it read.
      _ = try await Written.all(of: [without], generator)
      var rates: (Double, Double) = (0, 0)
      for _ in 0..<max(1, arguments.runs / 2) {
        let slow = try await Written.all(of: [without], generator)
        let fast = try await Written.all(of: [request], generator)
        guard slow.texts == fast.texts else { throw BenchArguments.Fault(description: "drafts changed an answer: \(fast.texts) for \(slow.texts)") }
        rates = (max(rates.0, slow.rate), max(rates.1, fast.rate))
      }
      plain.append(rates.0)
      drafted.append(rates.1)
    }
    let ratios = zip(drafted, plain).map { $0 / $1 }
    try BenchLine(
      case: "grounded", what: "\(requests.count) answers quoting evidence, drafts from it", value: rounded(median(drafted)), unit: "tokens/s",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: generator.modelName, runs: arguments.runs,
      peer: "the same without drafts", peer_value: rounded(median(plain)), ratio: rounded(median(ratios))
    ).print()
  }

  private static func prompts(count: Int) throws -> [GenerationRequest] {
    var requests: [GenerationRequest] = []
    for domain in ["finance", "medical", "code"] {
      let folder = "Graphs/\(domain)"
      guard let lines = try? String(contentsOfFile: folder + "/questions.jsonl", encoding: .utf8) else {
        throw BenchArguments.Fault(description: "\(folder)/questions.jsonl is not here: run from the checkout")
      }
      let items = try lines.split(separator: "\n").map { try JSONDecoder().decode(Item.self, from: Data($0.utf8)) }
      for item in items.filter({ $0.document != nil }).prefix(count / 3) {
        let text = try String(contentsOfFile: "\(folder)/documents/\(item.document!)", encoding: .utf8)
        requests.append(request(item.question, evidence: closest(to: item.question, in: text)))
      }
    }
    return requests
  }

  /// The five paragraphs that share most words with the question.
  private static func closest(to question: String, in text: String) -> [String] {
    func words(_ text: String) -> Set<Substring> { Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }) }
    let asked = words(question)
    let paragraphs = text.components(separatedBy: "\n\n").filter { $0.count > 60 && !$0.hasPrefix("|") && !$0.hasPrefix("```") }
    return Array(paragraphs.sorted { words($0).intersection(asked).count > words($1).intersection(asked).count }.prefix(5))
  }

  private static func request(_ question: String, evidence: [String]) -> GenerationRequest {
    let numbered = evidence.enumerated().map { "[\($0.offset + 1)] \($0.element)" }.joined(separator: "\n")
    return GenerationRequest(
      messages: [
        ChatMessage(
          role: .system,
          content: "Answer by quoting the sentences of the numbered evidence that answer the question, word for word, each with its number."),
        ChatMessage(role: .user, content: "Evidence:\n\(numbered)\n\nQuestion: \(question)"),
      ], maxTokens: 96)
  }
}
