import Foundation
import Service
import TestFiles
import Testing
import Wire

/// The OpenAI shapes with real weights, of the folder that `KGASSIST_MODELS` names.
@Suite struct ModelTests {
  private static let folder = TestFiles.models

  private func start() async throws -> TestDaemon {
    let daemon = try await TestDaemon.start {
      $0.models = Self.folder
      $0.decoder = "SmolLM2-135M-Instruct.Q4_1.gguf"
    }
    while true {
      let states = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data
      if states.allSatisfy({ $0.state == "ready" }) { return daemon }
      let missing = states.compactMap(\.message)
      if !missing.isEmpty { throw TestError("these tests need weights (Daemon/fetch-models.sh --small): \(missing)") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func theOpenAIShapesAreServed() async throws {
    let daemon = try await start()
    let vectors = try await daemon.request("POST", "/v1/embeddings", body: #"{"input":["a bond","a loan"],"model":"any"}"#)
      .decoded(EmbeddingsReply.self)
    #expect(vectors.data.count == 2 && vectors.data.allSatisfy { $0.embedding.count == 384 })
    let asked = #""messages":[{"role":"user","content":"Say hello."}],"max_tokens":5"#
    let whole = try await daemon.request("POST", "/v1/chat/completions", body: "{\(asked)}").decoded(ChatCompletionReply.self)
    let text = try #require(whole.choices.first?.message?.content)
    #expect(!text.isEmpty && whole.object == "chat.completion")
    #expect((1...5).contains(whole.usage?.completionTokens ?? 0))
    let stream = try await daemon.request("POST", "/v1/chat/completions", body: #"{\#(asked),"stream":true}"#)
    #expect(stream.events.last?.data == "[DONE]")
    let chunks = try stream.events.dropLast().map { try WireJSON.decode(ChatCompletionReply.self, from: Array($0.data.utf8)) }
    // Greedy, so the stream says what the whole reply said.
    #expect(chunks.compactMap { $0.choices.first?.delta?.content }.joined() == text)
    #expect(chunks.last?.choices.first?.finishReason != nil)
    let image = #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:x"}}]}]}"#
    #expect(try await daemon.request("POST", "/v1/chat/completions", body: image).status == 400)
    await daemon.endAndRemove()
  }

  @Test func aDocumentIsIngestedAndCited() async throws {
    let daemon = try await start()
    let text = "# Veltamine\n\nVeltamine is contraindicated when the eGFR is below 35 mL/min/1.73 m². The largest daily dose of veltamine is 1500 mg.\n"
    #expect(try await daemon.ingest("veltamine.md", text).failed.isEmpty)
    let reply = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What is the largest daily dose of veltamine?","extractive":true}"#)
    let answer = try reply.decoded(AskReply.self)
    #expect(answer.outcome == .answered && answer.answer.contains("1500 mg"))
    let citation = try #require(answer.citations.first)
    #expect(citation.verified)
    #expect(String(decoding: Array(text.utf8)[citation.start..<citation.end], as: UTF8.self) == citation.quote)
    let found = try await daemon.request("POST", "/v1/search", body: #"{"question":"daily dose of veltamine","k":3}"#).decoded(SearchReply.self)
    #expect(found.passages.first?.name == "veltamine.md")
    await daemon.endAndRemove()
  }
}
