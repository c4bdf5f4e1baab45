/// What a picture is, in the words that people use of it: what it looks like, and of a chart how it was drawn.
public enum PictureSort: String, Sendable, CaseIterable, Codable {
  case barChart = "bar chart", lineChart = "line chart", pieChart = "pie chart", chart, table, page, screenshot, photograph, scan

  /// What somebody who wants such a picture may call it.
  public var words: String {
    switch self {
    case .barChart: "bar chart, columns"
    case .lineChart: "line chart, curve"
    case .pieChart: "pie chart, pie"
    case .chart: "chart, diagram, graph"
    case .table: "table, grid of numbers"
    case .page: "page of text, written note"
    case .screenshot: "screenshot, window of a program"
    case .photograph: "photograph, photo"
    case .scan: "scan, scanned paper"
    }
  }
}

extension PictureSort {
  /// The vector of each sort's words: nine short texts to encode.
  public static func vectors(by encoder: TextEncoder) throws -> [PictureSort: [Float]] {
    Dictionary(uniqueKeysWithValues: zip(allCases, try encoder.encode(allCases.map(\.words))))
  }
}

extension PageText {
  /// What sort of picture the page is; nil before it was looked at.
  public var sort: PictureSort? {
    if let chart {
      return switch chart.kind {
      case .bar: .barChart
      case .line: .lineChart
      case .pie: .pieChart
      }
    }
    return kind.map { kind in
      switch kind {
      case .chart: .chart
      case .table: .table
      case .document: .page
      case .screenshot: .screenshot
      case .photograph: .photograph
      case .scan: .scan
      }
    }
  }
}
