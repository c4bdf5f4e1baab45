import Foundation
import TestFiles
import Testing
import Tokenizers
import Weights

/// The ids of other implementations, recorded by `Tests/Reference/record_tokens.py`.
@Suite struct RecordedTokenTests {
  private struct Record: Decodable {
    let text: String
    let smollm: [Int32]
    let smollm_plain: [Int32]?
    let qwen2: [Int32]
    let qwen2_plain: [Int32]?
    let minilm: [Int32]
  }

  private struct Conversation: Decodable {
    let model: String
    let messages: [ChatMessage]
    let text: String
    let ids: [Int32]
  }

  private static let files = [
    "smollm": "SmolLM2-135M-Instruct.Q4_1.gguf", "qwen2": "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
  ]

  @Test func smollmIdsEqualTheReferences() throws {
    let (tokenizer, _) = try tokenizer("smollm")
    for record in try records() {
      #expect(tokenizer.encode(record.text, parseSpecial: true) == record.smollm, "\(record.text.debugDescription)")
      #expect(tokenizer.encode(record.text, parseSpecial: false) == record.smollm_plain ?? record.smollm)
    }
  }

  @Test func qwen2IdsEqualTheReferences() throws {
    let (tokenizer, _) = try tokenizer("qwen2")
    for record in try records() {
      #expect(tokenizer.encode(record.text, parseSpecial: true) == record.qwen2, "\(record.text.debugDescription)")
      let plain = tokenizer.encode(record.text, parseSpecial: false)
      #expect(plain == record.qwen2_plain ?? record.qwen2)
      #expect(tokenizer.decode(plain).utf8.elementsEqual(record.text.utf8))
    }
  }

  @Test func miniLMIdsEqualTheReferences() throws {
    let url = try model("all-MiniLM-L6-v2/vocab.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    let tokenizer = try WordPieceTokenizer(vocabulary: lines)
    #expect(tokenizer.vocabularyCount == 30522)
    for record in try records() {
      #expect(tokenizer.encode(record.text, maximumLength: 64) == record.minilm, "\(record.text.debugDescription)")
    }
  }

  @Test(arguments: ["smollm", "qwen2"])
  func conversationsAreWrittenAsTheModelsOwnTemplateWritesThem(name: String) throws {
    let (tokenizer, file) = try tokenizer(name)
    let template = try #require(file.string("tokenizer.chat_template").flatMap { ChatTemplate(jinja: $0) })
    let conversations: [Conversation] = try lines("chat.jsonl").filter { $0.model == name }
    #expect(conversations.count == 4)
    for conversation in conversations {
      #expect(template.render(conversation.messages, addGenerationPrompt: true) == conversation.text)
      #expect(tokenizer.encode(conversation.messages, template: template) == conversation.ids)
    }
  }

  private func records() throws -> [Record] {
    let records: [Record] = try lines("tokens.jsonl")
    #expect(records.count == 500)
    return records
  }

  private func lines<Line: Decodable>(_ name: String) throws -> [Line] {
    let data = try Data(contentsOf: TestFiles.recording(name))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Line.self, from: $0) }
  }

  private func tokenizer(_ name: String) throws -> (BytePairTokenizer, GGUFFile) {
    let file = try GGUFFile(path: try model(try #require(Self.files[name])).path)
    let rule = try #require(file.string("tokenizer.ggml.pre").flatMap(PreTokenizer.init(ggufName:)))
    let tokenizer = try BytePairTokenizer(
      tokens: file.strings("tokenizer.ggml.tokens"), merges: file.strings("tokenizer.ggml.merges"),
      tokenTypes: file.integers("tokenizer.ggml.token_type").map(Int32.init(truncatingIfNeeded:)), preTokenizer: rule)
    return (tokenizer, file)
  }

  private func model(_ name: String) throws -> URL {
    let url = URL(filePath: TestFiles.models).appending(path: name)
    try #require(
      FileManager.default.fileExists(atPath: url.path),
      "\(url.path) is missing; run Daemon/fetch-models.sh --only text,small,decoder or set KGASSIST_MODELS")
    return url
  }
}
