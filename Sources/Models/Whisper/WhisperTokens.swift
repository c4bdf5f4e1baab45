import Foundation
import Tokenizers
import Weights

/// The tokens that steer a Whisper model, by the numbers that its vocabulary gives them.
public struct WhisperTokens: Sendable, Equatable {
  public let endOfText: Int32
  public let startOfTranscript: Int32
  /// Before the text that came before this window; nil where a model has none.
  public let startOfPrevious: Int32?
  /// Its probability says that nobody speaks.
  public let noSpeech: Int32?
  public let noTimestamps: Int32
  public let transcribe: Int32?
  /// Languages by their codes; empty for a model of English alone.
  public let languages: [String: Int32]
  /// V.
  public let count: Int32

  /// The first time; times are the last tokens, 20 ms apart.
  public var firstTimestamp: Int32 { noTimestamps + 1 }
  public static let secondsPerTimestamp = 0.02

  public func isTimestamp(_ token: Int32) -> Bool { token >= firstTimestamp }

  /// Reads a folder's tokenizer.
  static func load(folder: String, vocabulary: Int) throws -> (BytePairTokenizer, WhisperTokens) {
    let path = folder + "/tokenizer.json"
    func fault(_ problem: String) -> WeightFileError { WeightFileError(.wrongFormat, path: path, problem: problem) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WeightFileError(.unreadable, path: path, problem: "the file cannot be read")
    }
    let file: File
    do { file = try JSONDecoder().decode(File.self, from: data) } catch { throw fault("this is no tokenizer of byte pairs") }
    var texts = [String?](repeating: nil, count: vocabulary)
    var types = [Int32](repeating: BytePairTokenizer.TokenType.normal.rawValue, count: vocabulary)
    func set(_ text: String, _ id: Int) throws(WeightFileError) {
      guard id >= 0, id < vocabulary else { throw fault("the token \(text.prefix(40)) has the number \(id), past the vocabulary") }
      texts[id] = text
    }
    for (text, id) in file.model.vocab { try set(text, id) }
    for token in file.added_tokens where token.id < vocabulary {
      try set(token.content, token.id)
      types[token.id] = BytePairTokenizer.TokenType.control.rawValue
    }
    var names: [String: Int32] = [:]
    for token in file.added_tokens { names[token.content] = Int32(token.id) }
    guard let noTimestamps = names["<|notimestamps|>"], let end = names["<|endoftext|>"], let start = names["<|startoftranscript|>"],
      Int(noTimestamps) + 1 < vocabulary
    else { throw fault("it lacks the tokens that steer a Whisper model") }
    // Files leave the times out, or list them: either way they are the last tokens.
    for id in Int(noTimestamps) + 1..<vocabulary {
      texts[id] = String(format: "<|%.2f|>", Double(id - Int(noTimestamps) - 1) * secondsPerTimestamp)
      types[id] = BytePairTokenizer.TokenType.control.rawValue
    }
    let tokenizer = try BytePairTokenizer(
      tokens: texts.enumerated().map { $1 ?? "<|unused \($0)|>" }, merges: file.model.merges.map(\.text), tokenTypes: types,
      preTokenizer: .gpt2)
    // A model of English alone keeps the languages' places in its vocabulary, which is one token shorter.
    var languages: [String: Int32] = [:]
    if vocabulary > 51_864, let first = names["<|en|>"], let last = names["<|translate|>"] {
      for (name, id) in names where id >= first && id < last { languages[String(name.dropFirst(2).dropLast(2))] = id }
    }
    return (
      tokenizer,
      WhisperTokens(
        endOfText: end, startOfTranscript: start, startOfPrevious: names["<|startofprev|>"],
        noSpeech: names["<|nospeech|>"] ?? names["<|nocaptions|>"], noTimestamps: noTimestamps,
        transcribe: languages.isEmpty ? nil : names["<|transcribe|>"], languages: languages, count: Int32(vocabulary))
    )
  }

  /// What is read of a `tokenizer.json`.
  private struct File: Decodable {
    struct Model: Decodable {
      var vocab: [String: Int]
      var merges: [Merge]
    }
    struct Added: Decodable {
      var id: Int
      var content: String
    }
    /// A pair, as one string or as two.
    struct Merge: Decodable {
      let text: String
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
          self.text = text
        } else {
          text = try value.decode([String].self).joined(separator: " ")
        }
      }
    }
    var model: Model
    var added_tokens: [Added]
  }
}
