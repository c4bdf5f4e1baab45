/// What was read in a picture: lines in the order in which a person would read them, and tables.
public struct PageText: Sendable, Equatable {
  /// A word of a line.
  public struct Word: Sendable, Equatable {
    public var text: String
    public var box: Quadrilateral

    public init(text: String, box: Quadrilateral) { (self.text, self.box) = (text, box) }
  }

  /// A line of text.
  public struct Line: Sendable, Equatable {
    public var text: String
    /// Four corners, clockwise from where the text begins.
    public var box: Quadrilateral
    /// The recogniser's mean certainty, 0 to 1.
    public var confidence: Float
    public var words: [Word]

    public init(text: String, box: Quadrilateral, confidence: Float, words: [Word]) {
      (self.text, self.box, self.confidence, self.words) = (text, box, confidence, words)
    }
  }

  /// Lines that stand in rows and columns.
  public struct Table: Sendable, Equatable {
    /// The cells' texts, every row with as many columns; empty where a cell is.
    public var rows: [[String]]
    public var box: Quadrilateral

    public init(rows: [[String]], box: Quadrilateral) { (self.rows, self.box) = (rows, box) }
  }

  /// The picture's size in pixels.
  public var width, height: Int
  public var lines: [Line]
  public var tables: [Table]
  /// What kind of picture it is; nil where nobody looked.
  public var kind: PictureKind?
  /// What was read off a chart.
  public var chart: ChartReading?
  /// Why nothing was read off a picture that looks like a chart.
  public var chartRefusal: String?

  public init(width: Int, height: Int, lines: [Line], tables: [Table]) {
    (self.width, self.height, self.lines, self.tables) = (width, height, lines, tables)
  }
}
