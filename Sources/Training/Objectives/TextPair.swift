/// Two stretches of text with their marks, some of the words hidden: what an encoder is pre-trained on.
public struct TextPair: Sendable, Equatable {
  /// A place whose word is asked for, and the word that stood there.
  public struct Asked: Sendable, Equatable {
    public var place: Int
    public var token: Int32

    public init(place: Int, token: Int32) {
      self.place = place
      self.token = token
    }
  }

  /// `[CLS] first [SEP] second [SEP]`, with masks.
  public var tokens: [Int32]
  /// 0 up to the first separator, 1 behind it.
  public var types: [Int32]
  public var asked: [Asked]
  /// Whether the second stretch stands behind the first one in a document.
  public var follows: Bool

  public init(tokens: [Int32], types: [Int32], asked: [Asked], follows: Bool) {
    self.tokens = tokens
    self.types = types
    self.asked = asked
    self.follows = follows
  }
}
