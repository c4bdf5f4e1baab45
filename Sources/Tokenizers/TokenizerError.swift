/// A vocabulary that cannot serve as a tokenizer.
public enum TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The vocabulary has no tokens at all, or more than ids can number.
  case vocabularySize(Int)
  /// There must be one type for each token, or none at all.
  case typesDisagree(tokens: Int, types: Int)
  /// A line of the merge table is not two symbols with a space between them.
  case malformedMerge(index: Int)
  /// A token that the tokenizer cannot work without is not in the vocabulary.
  case missingToken(String)
  /// The weight file names a pre-tokenizer that is not implemented.
  case unsupportedPreTokenizer(String)

  public var description: String {
    switch self {
    case .vocabularySize(let count):
      "the tokenizer's vocabulary has \(count) tokens; the weight file is damaged, fetch it again"
    case .typesDisagree(let tokens, let types):
      "the tokenizer has \(tokens) tokens but \(types) token types; the weight file is damaged, fetch it again"
    case .malformedMerge(let index):
      "entry \(index) of the tokenizer's merge table is not a pair; the weight file is damaged, fetch it again"
    case .missingToken(let token):
      "the vocabulary lacks the token \(token); use the vocabulary that belongs to the model"
    case .unsupportedPreTokenizer(let name):
      "the tokenizer '\(name)' is not supported; use a model whose tokenizer is one of "
        + PreTokenizer.allCases.map(\.rawValue).joined(separator: ", ")
    }
  }
}
