import Testing
import Wire

@Suite struct ShapesTests {
  private func text(_ value: some Encodable) throws -> String { String(decoding: try WireJSON.encode(value), as: UTF8.self) }

  @Test func anAnswerHasTheContractsKeys() throws {
    var reply = AskReply(
      id: "i", answer: "a [1]", outcome: .answered, confidence: 0.5, domain: "medical",
      citations: [CitationShape(index: 1, document: "sha256:0", name: "n", start: 1, end: 2, quote: "q", triples: [3], verified: true)],
      facts: [FactShape(subject: "s", predicate: "p", object: "o", triple: 4, inferred: false, score: 1)],
      usage: UsageShape(promptTokens: 5, completionTokens: 6),
      timingsMs: TimingsShape(perceive: 0, retrieve: 1, fuse: 2, generate: 3))
    reply.heard = "h"
    #expect(
      try text(reply)
        == #"{"answer":"a [1]","citations":[{"document":"sha256:0","end":2,"index":1,"name":"n","quote":"q","start":1,"triples":[3],"verified":true}],"confidence":0.5,"domain":"medical","facts":[{"inferred":false,"object":"o","predicate":"p","score":1,"subject":"s","triple":4}],"heard":"h","id":"i","outcome":"answered","timings_ms":{"fuse":2,"generate":3,"perceive":0,"retrieve":1},"usage":{"completion_tokens":6,"prompt_tokens":5}}"#
    )
    #expect(try WireJSON.decode(AskReply.self, from: WireJSON.encode(reply)) == reply)
  }

  @Test func errorsHaveOneShape() throws {
    let body = ErrorBody(message: "m", type: "t", param: "p", code: "c")
    #expect(try text(body) == #"{"error":{"code":"c","message":"m","param":"p","type":"t"}}"#)
  }

  @Test func aMissingKeyIsNamed() throws {
    let error = try #require(throws: WireJSONError.self) { try WireJSON.decode(AskRequest.self, from: Array("{}".utf8)) }
    #expect(error.key == "question")
    let wrong = try #require(throws: WireJSONError.self) {
      try WireJSON.decode(AskRequest.self, from: Array(#"{"question":"q","attachments":[{"media_type":1}]}"#.utf8))
    }
    #expect(wrong.key == "attachments.0.media_type")
  }

  @Test func deepNestingIsRefusedNotFollowed() {
    let deep = Array((String(repeating: "[", count: 100_000)).utf8)
    #expect(throws: WireJSONError.self) { try WireJSON.decode(AskRequest.self, from: deep) }
  }

  @Test func embeddingsTakeOneTextOrSeveral() throws {
    #expect(try WireJSON.decode(EmbeddingsRequest.self, from: Array(#"{"input":"a"}"#.utf8)).input == ["a"])
    #expect(try WireJSON.decode(EmbeddingsRequest.self, from: Array(#"{"input":["a","b"]}"#.utf8)).input == ["a", "b"])
    #expect(throws: WireJSONError.self) { try WireJSON.decode(EmbeddingsRequest.self, from: Array(#"{"input":[1]}"#.utf8)) }
  }

  @Test func chatMessagesKeepTheKindsOfTheirParts() throws {
    let request = try WireJSON.decode(
      ChatCompletionRequest.self,
      from: Array(#"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}}]}],"tools":[{}]}"#.utf8))
    #expect(request.messages[0].content.parts.map(\.type) == ["text", "image_url"])
    #expect(request.tools != nil)
  }

  @Test func theFirstByteTellsTheDialect() {
    #expect(Dialect(firstByte: UInt8(ascii: "G")) == .http)
    #expect(Dialect(firstByte: UInt8(ascii: "{")) == .jsonRPC)
    for byte in [UInt8(0), 0x16, UInt8(ascii: "a"), UInt8(ascii: "["), 0xFF] { #expect(Dialect(firstByte: byte) == nil) }
  }
}
