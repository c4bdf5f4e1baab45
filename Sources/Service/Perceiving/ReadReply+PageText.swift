import Perception
import Wire

extension ReadReply {
  init(_ pages: [PageText]) {
    self.init(
      pages: pages.map { page in
        Page(
          width: page.width, height: page.height,
          lines: page.lines.map { line in
            Line(
              text: line.text, confidence: (Double(line.confidence) * 1000).rounded() / 1000, box: Self.corners(line.box),
              words: line.words.map { Word(text: $0.text, box: Self.corners($0.box)) })
          },
          tables: page.tables.map { Table(rows: $0.rows, box: Self.corners($0.box)) },
          kind: page.kind?.rawValue, chart: page.chart.map { ChartShape($0) }, chartRefusal: page.chartRefusal)
      })
  }

  private static func corners(_ box: Quadrilateral) -> [[Double]] {
    box.corners.map { [($0.x * 10).rounded() / 10, ($0.y * 10).rounded() / 10] }
  }
}
