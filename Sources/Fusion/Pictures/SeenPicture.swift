public import Perception

/// A picture as the fusion Transformer takes it: its lines of text and what it looks like.
public struct SeenPicture: Sendable {
  /// One line of text.
  public struct Line: Sendable {
    public var text: String
    /// The text encoder's vector.
    public var vector: [Float]
    /// Left, top, right and bottom as shares of the picture's sides.
    public var box: [Float]
    /// What the detector of text saw there.
    public var visual: [Float]

    public init(text: String, vector: [Float], box: [Float], visual: [Float]) {
      (self.text, self.vector, self.box, self.visual) = (text, vector, box, visual)
    }
  }

  /// In the order of reading; what is past the first ``mostLines`` is left out.
  public let lines: [Line]
  /// The image encoder's mean over the picture.
  public let pooled: [Float]
  let words: [WordHashes]
  let vocabulary: Set<UInt64>

  static let mostLines = 40

  public init(lines: [Line], pooled: [Float]) {
    self.lines = Array(lines.prefix(Self.mostLines))
    // Of length 1, as a text's vector is: how bright a picture is says nothing here.
    let length = pooled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.pooled = length > 0 ? pooled.map { $0 / length } : pooled
    words = self.lines.map { WordHashes($0.text) }
    vocabulary = words.reduce(into: []) { $0.formUnion($1.all) }
  }

  /// - Parameter features: of the picture that `page` was read from.
  public init(_ features: PictureFeatures, page: PageText) {
    self.init(
      lines: zip(page.lines, features.lines).map { Line(text: $0.text, vector: $1.vector, box: $1.box, visual: $1.visual) }, pooled: features.pooled)
  }
}
