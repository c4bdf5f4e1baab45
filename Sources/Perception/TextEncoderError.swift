/// Why a text encoder's folder cannot be used, beside faults of its weight file.
public enum TextEncoderError: Error, CustomStringConvertible, Sendable, Equatable {
  case unreadableVocabulary(path: String)
  case vocabularySize(path: String, words: Int, wanted: Int)

  public var description: String {
    switch self {
    case .unreadableVocabulary(let path): "\(path): cannot be read; fetch the text encoder again"
    case .vocabularySize(let path, let words, let wanted):
      "\(path): \(words) words where the model has \(wanted); fetch the text encoder again"
    }
  }
}
