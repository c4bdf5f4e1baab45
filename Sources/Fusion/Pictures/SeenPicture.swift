public import KnowledgeGraph
public import Perception

/// A picture as the fusion Transformer takes it: its lines of text, what sort of picture it is and what it looks like.
public struct SeenPicture: Sendable {
  /// One line of text.
  public struct Line: Sendable {
    public var text: String
    /// The text encoder's vector.
    public var vector: [Float]
    /// Left, top, right and bottom.
    public var box: [Float]
    /// What the detector of text saw there; empty where that is not known any more.
    public var visual: [Float]

    public init(text: String, vector: [Float], box: [Float], visual: [Float] = []) {
      (self.text, self.vector, self.box, self.visual) = (text, vector, box, visual)
    }
  }

  /// In the order of reading, no more than are stored of one. Boxes are shares of what the lines cover together: how far the paper
  /// goes on around them says nothing.
  public let lines: [Line]
  /// The text encoder's vector of ``PictureSort/words``; nil where the sort is not known.
  public let sort: [Float]?
  /// The image encoder's mean over the picture, of length 1; empty where that is not known any more.
  public let pooled: [Float]
  let words: [WordHashes]
  let vocabulary: Set<UInt64>

  public init(lines: [Line], sort: [Float]? = nil, pooled: [Float] = []) {
    self.lines = Self.placed(Array(lines.prefix(StoredPicture.mostLines)))
    self.sort = sort
    // As a text's vector is: how bright a picture is says nothing here.
    let length = pooled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.pooled = length > 0 ? pooled.map { $0 / length } : pooled
    words = self.lines.map { WordHashes($0.text) }
    vocabulary = words.reduce(into: []) { $0.formUnion($1.all) }
  }

  private static func placed(_ lines: [Line]) -> [Line] {
    guard lines.allSatisfy({ $0.box.count == 4 && $0.box.allSatisfy(\.isFinite) }) else {
      return lines.map { Line(text: $0.text, vector: $0.vector, box: [0, 0, 1, 1], visual: $0.visual) }
    }
    let left = lines.map { $0.box[0] }.min() ?? 0, top = lines.map { $0.box[1] }.min() ?? 0
    let width = max((lines.map { $0.box[2] }.max() ?? 1) - left, 1e-6), height = max((lines.map { $0.box[3] }.max() ?? 1) - top, 1e-6)
    return lines.map { line in
      var line = line
      line.box = [(line.box[0] - left) / width, (line.box[1] - top) / height, (line.box[2] - left) / width, (line.box[3] - top) / height]
      return line
    }
  }

  /// - Parameters:
  ///   - features: of the picture that `page` was read from.
  ///   - sort: the vector of the page's sort.
  public init(_ features: PictureFeatures, page: PageText, sort: [Float]?) {
    self.init(
      lines: zip(page.lines, features.lines).map { Line(text: $0.text, vector: $1.vector, box: $1.box, visual: $1.visual) }, sort: sort, pooled: features.pooled)
  }

  /// - Parameter sort: the vector of the picture's sort.
  public init(_ stored: StoredPicture, sort: [Float]?) {
    self.init(lines: stored.lines.map { Line(text: $0.text, vector: $0.vector, box: $0.box) }, sort: sort)
  }
}
