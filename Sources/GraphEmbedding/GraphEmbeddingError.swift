/// Why a graph could not be read, trained on or asked.
public enum GraphEmbeddingError: Error, CustomStringConvertible, Sendable, Equatable {
  /// A file of triples cannot be read.
  case unreadable(file: String, reason: String)
  /// A file cannot be written.
  case unwritable(file: String, reason: String)
  /// What training lays aside does not fit on the disk.
  case noRoom(folder: String, bytes: Int)
  /// A line is not three columns.
  case notThreeColumns(file: String, line: Int, columns: Int)
  /// A file is not UTF-8 text.
  case notText(file: String, line: Int)
  /// The names in the columns say that the relation is not in the middle.
  case columnsInWrongOrder(file: String, looksLike: String)
  /// A split holds no triple.
  case empty(split: String)
  /// Too few triples to learn from.
  case tooSmall(triples: Int)
  /// Validation or test triples name what training never shows.
  case unseen(split: String, name: String, count: Int)
  /// The loss is no longer a number.
  case notFinite(epoch: Int, batch: Int, rate: Float)
  /// Whoever asked for the training broke it off.
  case stopped(epoch: Int)
  /// A setting is outside its bounds.
  case badSetting(name: String, value: String, allowed: String)
  /// Embeddings on disk are damaged or of another program.
  case damaged(file: String, reason: String)
  /// The embeddings do not know a name.
  case unknown(name: String, kind: String)

  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .unwritable(let file, let reason): "\(file) cannot be written: \(reason); the older file is untouched"
    case .noRoom(let folder, let bytes):
      "\(folder) has no room for the \(bytes >> 20) MiB that training lays aside, or may not be written: make room there"
    case .notThreeColumns(let file, let line, let columns):
      "\(file), line \(line): \(columns) columns instead of subject, relation and object separated by tabs"
    case .notText(let file, let line): "\(file), line \(line): not UTF-8 text; unpack the file if it is compressed"
    case .columnsInWrongOrder(let file, let looksLike):
      "\(file): the columns look like \(looksLike), not subject, relation, object: reorder them, or read the file with that order"
    case .empty(let split): "the \(split) split holds no triple"
    case .tooSmall(let triples):
      "a graph of \(triples) triple\(triples == 1 ? "" : "s") is too small to learn from: at least two entities and ten triples are needed"
    case .unseen(let split, let name, let count):
      "the \(split) split names \(count) entities or relations that training never shows, the first of them \(name): add triples that name them to training, or keep them and accept that they are ranked by chance"
    case .notFinite(let epoch, let batch, let rate):
      "the loss stopped being a number in epoch \(epoch), batch \(batch): lower the learning rate (\(rate)) or raise the regulariser"
    case .stopped(let epoch): "training was broken off in epoch \(epoch)"
    case .badSetting(let name, let value, let allowed): "\(name) \(value) is not possible: \(allowed)"
    case .damaged(let file, let reason): "the embeddings in \(file) cannot be used: \(reason); train them again"
    case .unknown(let name, let kind): "the embeddings have no \(kind) \(name): it came after training; train again"
    }
  }
}
