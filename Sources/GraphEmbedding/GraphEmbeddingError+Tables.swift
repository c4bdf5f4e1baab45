import Training

extension GraphEmbeddingError {
  /// Runs what reads or writes a file of tables.
  static func of<R>(_ body: () throws(TableFileError) -> R) throws(GraphEmbeddingError) -> R {
    do { return try body() } catch {
      switch error {
      case .unwritable(let file, let reason): throw .unwritable(file: file, reason: reason)
      case .unreadable(let file, let reason): throw .unreadable(file: file, reason: reason)
      case .damaged(let file, let reason): throw .damaged(file: file, reason: reason)
      }
    }
  }
}
