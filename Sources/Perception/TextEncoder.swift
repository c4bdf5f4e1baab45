import Foundation
public import Kernels
import Models
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

  /// Tokens in one pass: enough rows to keep the matrix kernels busy, few enough to stay in the cache.
  private static let tokensPerBatch = 2048

  /// Loads `config.json`, `model.safetensors`, `vocab.txt` and, where it is there, `sentence_bert_config.json`.
  ///
  /// - Throws: an error that names the file.
  public init(folder: String, compute: Compute) throws {
    let encoder = try BERTEncoder(folder: folder, compute: compute)
    guard let data = FileManager.default.contents(atPath: folder + "/vocab.txt") else {
      throw TextEncoderError.unreadableVocabulary(path: folder + "/vocab.txt")
    }
    var words = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
    if words.last == "" { words.removeLast() }
    guard words.count == encoder.configuration.vocabulary else {
      throw TextEncoderError.vocabularySize(
        path: folder + "/vocab.txt", words: words.count, wanted: encoder.configuration.vocabulary)
    }
    tokenizer = try WordPieceTokenizer(vocabulary: words)
    self.encoder = encoder
    dimension = encoder.configuration.width
    name = URL(filePath: folder).lastPathComponent
    maximumTokens = min(Self.sentenceLength(folder: folder) ?? 512, encoder.configuration.positions)
  }

  /// One vector a text, in the texts' order.
  ///
  /// Texts of like length share a batch, so that a long one does not make the others wait.
  ///
  /// - Throws: `CancellationError` between batches when the task is cancelled.
  public func encode(_ texts: [String]) throws -> [[Float]] {
    let sequences = texts.map { tokenizer.encode($0, maximumLength: maximumTokens) }
    let order = sequences.indices.sorted { (sequences[$0].count, $0) < (sequences[$1].count, $1) }
    var vectors = [[Float]](repeating: [], count: texts.count)
    var next = 0
    while next < order.count {
      try Task.checkCancellation()
      var end = next
      var tokens = 0
      while end < order.count, end == next || tokens + sequences[order[end]].count <= Self.tokensPerBatch {
        tokens += sequences[order[end]].count
        end += 1
      }
      let batch = order[next..<end]
      for (index, vector) in zip(batch, encoder.sentenceVectors(batch.map { sequences[$0] })) { vectors[index] = vector }
      next = end
    }
    return vectors
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
