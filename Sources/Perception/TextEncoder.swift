import Foundation
public import Kernels
public import Models
import Tokenizers

/// Texts to vectors of length 1 whose products tell how near their meanings are.
///
/// ```swift
/// let encoder = try TextEncoder(folder: models + "/all-MiniLM-L6-v2", compute: .shared)
/// let vectors = try encoder.encode(["What is a bond?", "A bond is a loan to its issuer."])
/// ```
/// A text longer than ``maximumTokens`` is cut there, as the reference does. Safe to call from several threads.
public final class TextEncoder: Sendable {
  /// Elements of a vector.
  public let dimension: Int
  /// The model's name; vectors of different names must not be compared.
  public let name: String
  /// Tokens of a text that count, `[CLS]` and `[SEP]` among them.
  public let maximumTokens: Int

  private let tokenizer: WordPieceTokenizer
  private let encoder: BERTEncoder

  /// Texts whose channels' ranges stand for all others when products are rounded to 8 bits: prose, figures, code, one
  /// word, nothing at all.
  private static let calibrationTexts = [
    "The current ratio compares what a company owns and can sell within a year with what it owes within a year.",
    "Why?", "A patient with kidney failure must not take metformin; its dose follows eGFR.",
    "let total = items.reduce(0) { $0 + $1.price }", "12,500.75 EUR on 3 March 2024",
    "SELECT id, name FROM person WHERE age > 30 ORDER BY name;", "",
    "Is a bond safer than a share, and when does its price fall?",
  ]

  /// Loads `config.json`, `model.safetensors`, `vocab.txt` and, where it is there, `sentence_bert_config.json`.
  ///
  /// - Throws: an error that names the file.
  public init(folder: String, precision: EncoderPrecision = .float32, compute: Compute) throws {
    let shape = try BERTConfiguration(path: folder + "/config.json")
    guard let data = FileManager.default.contents(atPath: folder + "/vocab.txt") else {
      throw TextEncoderError.unreadableVocabulary(path: folder + "/vocab.txt")
    }
    var words = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
    if words.last == "" { words.removeLast() }
    guard words.count == shape.vocabulary else {
      throw TextEncoderError.vocabularySize(
        path: folder + "/vocab.txt", words: words.count, wanted: shape.vocabulary)
    }
    let tokenizer = try WordPieceTokenizer(vocabulary: words)
    let longest = min(Self.sentenceLength(folder: folder) ?? 512, shape.positions)
    let encoder = try BERTEncoder(
      folder: folder, precision: precision,
      calibration: Self.calibrationTexts.map { tokenizer.encode($0, maximumLength: longest) }, compute: compute)
    self.tokenizer = tokenizer
    self.encoder = encoder
    dimension = encoder.configuration.width
    name = URL(filePath: folder).lastPathComponent
    maximumTokens = longest
  }

  /// One vector a text, in the texts' order.
  ///
  /// Texts of like length share a pass, so that nothing is padded.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func encode(_ texts: [String]) throws -> [[Float]] {
    try encoder.sentenceVectors(texts.map { tokenizer.encode($0, maximumLength: maximumTokens) })
  }

  /// The last states of each text's word pieces, `[CLS]` and `[SEP]` among them: what the mean of ``encode(_:)`` is taken over.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func states(_ texts: [String]) throws -> [[[Float]]] {
    try encoder.tokenStates(texts.map { tokenizer.encode($0, maximumLength: maximumTokens) })
  }

  /// The token ids of a text of any length, with the marks around them.
  public func tokenIDs(_ text: String, maximum: Int) -> [Int32] { tokenizer.encode(text, maximumLength: maximum) }

  /// Both of one text, by one pass.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func statesAndVector(_ text: String) throws -> (states: [[Float]], vector: [Float]) {
    try encoder.statesAndVector(tokenIDs(text))
  }

  /// The token ids of a text, as the encoder sees it.
  public func tokenIDs(_ text: String) -> [Int32] { tokenizer.encode(text, maximumLength: maximumTokens) }

  private static func sentenceLength(folder: String) -> Int? {
    struct File: Decodable { var max_seq_length: Int }
    guard let data = FileManager.default.contents(atPath: folder + "/sentence_bert_config.json"),
      let file = try? JSONDecoder().decode(File.self, from: data), file.max_seq_length >= 3
    else { return nil }
    return file.max_seq_length
  }
}
