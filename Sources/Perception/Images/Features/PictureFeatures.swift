/// A picture as a sequence of features for the fusion Transformer: its lines of text, then the cells of its visual grid.
///
/// Words and their places carry a picture's content, pixels its kind: the two are kept apart, so that the Transformer can gate the second.
public struct PictureFeatures: Sendable {
  /// One line of text.
  public struct Line: Sendable {
    /// The text encoder's vector of the line, of length 1.
    public var vector: [Float]
    /// Left, top, right and bottom as shares of the picture's sides, 0 to 1.
    public var box: [Float]
    /// (96) the mean of the detector's last feature map over the line's polygon.
    public var visual: [Float]
  }

  public var kind: PictureKind
  /// In the order of reading.
  public var lines: [Line]
  /// (7, 7, 320) of EfficientNet-Lite0, rows from the top.
  public var grid: [Float]
  /// (1280), the head's mean over the grid.
  public var pooled: [Float]
}
