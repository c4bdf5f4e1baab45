/// What a picture shows, as it is kept beside its text: what sort of picture it is, and its lines with their places and vectors.
public struct StoredPicture: Sendable, Equatable {
  public struct Line: Sendable, Equatable {
    public var text: String
    /// Left, top, right and bottom as shares of the picture's sides.
    public var box: [Float]
    /// The text encoder's, of length 1.
    public var vector: [Float]

    public init(text: String, box: [Float], vector: [Float]) { (self.text, self.box, self.vector) = (text, box, vector) }
  }

  /// "bar chart", "table", …; nil where it was not told.
  public var sort: String?
  /// In the order of reading, ``mostLines`` at most: a page of prose has hundreds, and its first lines tell what it is.
  public var lines: [Line]

  public static let mostLines = 40

  public init(sort: String?, lines: [Line]) { (self.sort, self.lines) = (sort, lines) }
}
