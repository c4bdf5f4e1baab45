/// Who or what asserts a triple.
public enum TripleSource: Sendable, Hashable {
  /// A byte range of the original document.
  case document(id: DocumentID, name: String, start: Int, end: Int)
  /// A line, counted from 1, of an imported file.
  case file(name: String, sha256: String, line: Int)
  case rule(name: String)
  case person(uid: Int)
}
