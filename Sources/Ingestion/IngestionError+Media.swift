internal import Media

extension IngestionError {
  /// The same fault as one of a document.
  init(_ error: MediaError, document: String) {
    let kind: Kind =
      switch error.kind {
      case .missingProgram(let program): .missingProgram(program)
      case .tooLarge: .tooLarge
      case .tooSlow: .conversionFailed
      case .undecodable: .undecodable
      }
    self.init(kind, document: document, reason: error.description)
  }
}
