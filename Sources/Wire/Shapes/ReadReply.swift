/// What `POST /v1/read` answers with: what was read in a picture, or in the pages of a PDF.
public struct ReadReply: Codable, Sendable, Equatable {
  /// A word and where it stands: four corners (x, y) in pixels, clockwise from where the text begins.
  public struct Word: Codable, Sendable, Equatable {
    public var text: String
    public var box: [[Double]]

    public init(text: String, box: [[Double]]) { (self.text, self.box) = (text, box) }
  }

  /// A line, in the order in which a person would read.
  public struct Line: Codable, Sendable, Equatable {
    public var text: String
    /// From 0 to 1.
    public var confidence: Double
    public var box: [[Double]]
    public var words: [Word]

    public init(text: String, confidence: Double, box: [[Double]], words: [Word]) {
      (self.text, self.confidence, self.box, self.words) = (text, confidence, box, words)
    }
  }

  /// Lines that stand in rows and columns; an empty cell is an empty text.
  public struct Table: Codable, Sendable, Equatable {
    public var rows: [[String]]
    public var box: [[Double]]

    public init(rows: [[String]], box: [[Double]]) { (self.rows, self.box) = (rows, box) }
  }

  public struct Page: Codable, Sendable, Equatable {
    /// Pixels.
    public var width, height: Int
    public var lines: [Line]
    public var tables: [Table]
    /// `chart`, `table`, `document`, `screenshot`, `photograph` or `scan`.
    public var kind: String?
    /// What was read off a chart.
    public var chart: ChartShape?
    /// Why nothing was read off what looks like a chart.
    public var chart_refusal: String?

    public init(width: Int, height: Int, lines: [Line], tables: [Table], kind: String? = nil, chart: ChartShape? = nil, chartRefusal: String? = nil) {
      (self.width, self.height, self.lines, self.tables) = (width, height, lines, tables)
      (self.kind, self.chart, chart_refusal) = (kind, chart, chartRefusal)
    }
  }

  public var pages: [Page]
  /// All lines, one under another.
  public var text: String

  public init(pages: [Page]) {
    self.pages = pages
    text = pages.flatMap { $0.lines.map(\.text) }.joined(separator: "\n")
  }
}
