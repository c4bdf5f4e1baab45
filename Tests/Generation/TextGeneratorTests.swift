import Foundation
import Generation
import Kernels
import TestFiles
import Testing
import Tokenizers

@Suite(.serialized) struct TextGeneratorTests {
  /// The small decoder, loaded once for all tests.
  private static let generator = Task {
    try await TextGenerator(modelPath: path, compute: .shared, contextLength: 512)
  }

  private static let path = TestFiles.models + "/SmolLM2-135M-Instruct.Q4_1.gguf"

  /// The whole text of an answer and how it ended.
  private func answer(_ request: GenerationRequest) async throws -> (text: String, end: FinishReason?, written: Int) {
    var text = "", end: FinishReason?, written = 0
    for try await event in try await Self.generator.value.generate(request) {
      switch event {
      case .text(let piece): text += piece
      case .finished(let reason, _, let count): (end, written) = (reason, count)
      }
    }
    return (text, end, written)
  }

  private func request(_ question: String, tokens: Int = 16) -> GenerationRequest {
    GenerationRequest(messages: [ChatMessage(role: .user, content: question)], maxTokens: tokens)
  }

  @Test func greedyAnswersAreTheSameAloneAndTogether() async throws {
    let questions = ["What is a bond?", "Name three colours.", "What does a kidney do?", "Count to five."]
    var alone: [String] = []
    for question in questions { alone.append(try await answer(request(question)).text) }
    let together = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask { (index, try await answer(request(question)).text) }
      }
      return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    for (index, text) in alone.enumerated() {
      #expect(!text.isEmpty)
      #expect(together[index] == text)
    }
  }

  @Test func anAnswerEndsAtItsLimitAndAtAStopString() async throws {
    let whole = try await answer(request("What is a bond?", tokens: 24))
    #expect(whole.end == .length && whole.written == 24)
    let words = whole.text.split(separator: " ")
    var stopped = request("What is a bond?", tokens: 24)
    stopped.stop = [String(words[3])]
    let short = try await answer(stopped)
    #expect(short.end == .stop)
    #expect(whole.text.hasPrefix(short.text) && !short.text.contains(words[3]))
  }

  @Test func theSameSeedGivesTheSameText() async throws {
    var sampled = request("Tell me a story.", tokens: 24)
    sampled.sampling = SamplingSettings(temperature: 0.9, topK: 40, topP: 0.95, minP: 0.02, repetitionPenalty: 1.1, seed: 5)
    let first = try await answer(sampled).text
    #expect(try await answer(sampled).text == first)
    sampled.sampling.seed = 6
    #expect(try await answer(sampled).text != first)
  }

  @Test func aPromptThatDoesNotFitIsRefused() async throws {
    let long = String(repeating: "word ", count: 600)
    do {
      _ = try await answer(request(long))
      Issue.record("a prompt of 600 words fitted into 512 tokens")
    } catch GenerationError.contextExceeded(let needed, let available) {
      #expect(needed > 600 && available == 512)
    }
  }

  @Test func badSettingsAreNamed() async throws {
    var bad = request("Hello")
    bad.sampling.topP = 0
    await #expect(throws: GenerationError.self) { try await answer(bad) }
    await #expect(throws: GenerationError.self) { try await answer(request("Hello", tokens: 0)) }
    await #expect(throws: GenerationError.self) { try await answer(GenerationRequest(messages: [], maxTokens: 4)) }
  }

  @Test func aDeadlineEndsAnAnswerWithWhatItHas() async throws {
    var late = request("Count to one thousand.", tokens: 400)
    late.deadline = .now + .milliseconds(1)
    let result = try await answer(late)
    #expect(result.end == .deadline && result.written < 400)
  }

  @Test func aListenerThatGoesAwayEndsTheWork() async throws {
    let generator = try await Self.generator.value
    for try await _ in generator.generate(request("Count to one thousand.", tokens: 450)) { break }
    // Far fewer waits than 450 tokens take: the answer was given up, not finished.
    var waits = 0
    while generator.runningCount > 0, waits < 2000 { waits += 1; try await Task.sleep(for: .milliseconds(5)) }
    #expect(generator.runningCount == 0)
    #expect(try await answer(request("What is a bond?", tokens: 4)).written == 4)
  }

  @Test func draftsChangeNoText() async throws {
    // What repeats its prompt is drafted; what is sampled must draw the same numbers.
    let evidence = "Metformin is contraindicated when the eGFR is below 30. The dose is halved between 30 and 45. Above 45 the full dose is given."
    for temperature in [Float(0), 0.8] {
      var drafted = request("Repeat this text three times, word for word: \(evidence)", tokens: 120)
      drafted.sampling = SamplingSettings(temperature: temperature, repetitionPenalty: temperature == 0 ? 1 : 1.1, seed: 3)
      var plain = drafted
      plain.drafts = false
      let (with, without) = (try await answer(drafted), try await answer(plain))
      #expect(with.text == without.text && with.end == without.end && with.written == without.written)
      #expect(with.written > 20)
    }
  }

  @Test func draftsEndWhereTheAnswerMustEnd() async throws {
    for tokens in 1...9 {
      var drafted = request("Say: one two three four one two three four one two three four", tokens: tokens)
      let with = try await answer(drafted)
      drafted.drafts = false
      let without = try await answer(drafted)
      #expect(with == without)
      #expect(with.written <= tokens)
    }
  }

  @Test func whoAsksOnceIsNotKeptWaitingByWhoAsksOften() async throws {
    let small = try await TextGenerator(modelPath: Self.path, compute: .shared, contextLength: 160, cacheBytes: 160 * 23_040)
    let users: [UInt32] = [1, 1, 1, 1, 2]
    // All are in the line before the first can end: the streams are made here, one after the other.
    let streams = users.map { user in
      var asked = GenerationRequest(messages: [ChatMessage(role: .user, content: "Count to one hundred.")], maxTokens: 100)
      asked.user = user
      return small.generate(asked)
    }
    let order = try await withThrowingTaskGroup(of: UInt32.self) { group in
      for (user, stream) in zip(users, streams) {
        group.addTask {
          for try await _ in stream {}
          return user
        }
      }
      return try await group.reduce(into: [UInt32]()) { $0.append($1) }
    }
    #expect(order.firstIndex(of: 2)! <= 1)
  }

  @Test func answersThatDoNotFitTogetherWaitAndAreWhole() async throws {
    // Memory for one context of 160 positions: two answers of that length can never run at once.
    let small = try await TextGenerator(modelPath: Self.path, compute: .shared, contextLength: 160, cacheBytes: 160 * 23_040)
    #expect(small.contextLength == 160)
    let questions = ["What is a bond?", "Name three colours.", "What does a kidney do?", "Count to five."]
    let texts = try await withThrowingTaskGroup(of: (Int, String, FinishReason?).self) { group in
      for (index, question) in questions.enumerated() {
        group.addTask {
          var text = "", end: FinishReason?
          let asked = GenerationRequest(messages: [ChatMessage(role: .user, content: question)], maxTokens: 100)
          for try await event in small.generate(asked) {
            if case .text(let piece) = event { text += piece }
            if case .finished(let reason, _, _) = event { end = reason }
          }
          return (index, text, end)
        }
      }
      return try await group.reduce(into: [(Int, String, FinishReason?)]()) { $0.append($1) }
    }
    for (index, text, end) in texts {
      #expect(end == .stop || end == .length)
      #expect(try await answer(request(questions[index], tokens: 100)).text == text)
    }
  }
}
