/// Why text in pictures cannot be read, beside faults of weight files.
public enum ImageTextError: Error, CustomStringConvertible, Sendable, Equatable {
  case wrongModel(String)

  public var description: String {
    switch self {
    case .wrongModel(let problem): "the weights for text in images do not fit together: \(problem); fetch them again with Daemon/fetch-models.sh"
    }
  }
}
