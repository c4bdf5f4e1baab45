/// A place in a passage that names an entity.
public struct Mention: Sendable, Hashable {
  public let passage: PassageID
  public let entity: EntityID
  /// Byte range within the passage's text (UTF-8).
  public let start: Int
  public let end: Int

  public init(passage: PassageID, entity: EntityID, start: Int, end: Int) {
    self.passage = passage
    self.entity = entity
    self.start = start
    self.end = end
  }
}
