/// What a parser has read of a statement that may yet turn out to be bad. When reading strictly nothing is held.
final class HeldStatements {
  private let isHolding: Bool
  private let limit: Int
  private let each: (Quad, SourcePosition) throws -> Void
  private var waiting: [(Quad, SourcePosition)] = []
  /// Whether the receiver is running, whose errors are its own.
  private(set) var isReleasing = false

  init(mode: RDFReader.Mode, limit: Int, _ each: @escaping (Quad, SourcePosition) throws -> Void) {
    if case .lenient = mode { isHolding = true } else { isHolding = false }
    self.limit = limit
    self.each = each
  }

  func take(_ quad: Quad, _ position: SourcePosition) throws {
    guard isHolding else { return try each(quad, position) }
    waiting.append((quad, position))
    if waiting.count >= limit { try release() }
  }

  func release() throws {
    guard !waiting.isEmpty else { return }
    isReleasing = true
    for (quad, position) in waiting { try each(quad, position) }
    isReleasing = false
    waiting.removeAll(keepingCapacity: true)
  }

  func discard() { waiting.removeAll(keepingCapacity: true) }
}
