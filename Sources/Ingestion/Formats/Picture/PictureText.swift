internal import Perception

/// The text that was made of a picture, with the box of each line behind it, as the store keeps it in place of the picture's bytes.
///
/// ```
/// Revenue by region␟1 98 14 402 41
/// ```
/// A line's words, U+001F, then the page's number and the box's left, top, right and bottom in pixels. The reading has the words alone, so that a
/// citation is a range of this text, and the box behind the range is the place in the picture.
public struct PictureText {
  /// A line's place.
  public struct Place: Sendable, Equatable {
    /// From 1.
    public var page: Int
    public var left, top, right, bottom: Int
  }

  private static let mark: UInt8 = 0x1F

  /// Makes text and reading: lines of one height become one line, cells of a table are parted by bars, wider gaps and lines that end early part
  /// paragraphs.
  static func reading(of pages: [PageText]) -> (original: [UInt8], reading: Reading) {
    var source: [UInt8] = [], pieces: [PicturePiece] = []
    for (number, page) in pages.enumerated() {
      // Numbers at the axes of a chart stand in rows and columns too, and are no table.
      let tables = page.chart == nil ? page.tables.map { PictureColumns($0, lines: page.lines) } : []
      let read = page.chart.map(chartLines) ?? []
      for (i, line) in (page.lines + read).enumerated() {
        let start = source.count
        // What a picture says must not look like the mark or a line's end.
        source += line.text.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        let end = source.count, box = line.box
        let place = [number + 1, Int(box.left), Int(box.top), Int(box.right.rounded(.up)), Int(box.bottom.rounded(.up))]
        source.append(mark)
        source += place.map(String.init).joined(separator: " ").utf8
        source.append(0x0A)
        // Of what was read off a chart, the first line says what the others are.
        let isRead = i > page.lines.count, table = isRead ? tables.count : i == page.lines.count ? nil : tables.firstIndex { $0.holds(line) }
        pieces.append(
          PicturePiece(
            text: start..<end, rest: end..<source.count, page: number, box: box, table: table,
            column: isRead ? 0 : table.map { tables[$0].column(of: line) } ?? 0, isByItself: ScreenLine.isByItself(line.text, onScreen: page.kind == .screenshot),
            isRead: isRead, isLabel: i < page.lines.count && page.chart.map { Self.isLabel(line.text, of: $0) } ?? false))
      }
    }
    let joints = PicturePiece.joints(pieces)
    var builder = ReadingBuilder(source: source, sourceMap: nil), blocks: [Block] = [], readOff: [Table] = [], rows: [Range<Int>] = [], start = 0
    for (piece, joint) in zip(pieces, joints) {
      let begin = builder.count
      builder.copy(piece.text)
      let end = builder.count
      rows.append(begin..<end)
      builder.write(joint.text, for: piece.rest)
      if joint == .blocksEnd || joint == .pageEnds {
        // Rows of a table are cut between lines, never inside one.
        blocks.append(
          Block(piece.isRead ? .table(readOff.count) : piece.table == nil ? .paragraph : .code, start..<end, path: piece.isLabel ? [Self.labels] : []))
        if piece.isRead { readOff.append(Self.readOff(rows, names: String(decoding: builder.text[rows[0]], as: UTF8.self))) }
        start = builder.count
        rows = []
      }
    }
    var reading = builder.reading()
    (reading.blocks, reading.tables) = (blocks, readOff)
    return (source, reading)
  }

  /// What stands above a passage of words that stand at axes, marks and samples of a chart whose values were read: they can be searched, and answer nothing
  /// by themselves.
  static let labels = "Labels of a chart"

  private static func isLabel(_ text: String, of chart: ChartReading) -> Bool {
    text != chart.title && text.split(separator: " ").count < 6
  }

  /// What was read off a chart as the lines of a table in the plot's box, so that an answer can cite a value with its place.
  private static func chartLines(_ chart: ChartReading) -> [PageText.Line] {
    ChartWording.lines(chart).map { PageText.Line(text: $0, box: chart.box, confidence: 1, words: []) }
  }

  /// - Parameter rows: the columns' names, a rule, then the values.
  private static func readOff(_ rows: [Range<Int>], names: String) -> Table {
    let values = Array(rows.dropFirst(2))
    var table = Table(
      header: names.split(separator: "|").map { String($0).trimmingSpaces }, headerRange: rows[0], rows: values.map { [$0] }, rowRanges: values,
      range: rows[0].lowerBound..<rows[rows.count - 1].upperBound)
    table.isReadOff = true
    return table
  }

  /// The places of the lines that a range of such a text touches.
  public static func places(in original: [UInt8], range: Range<Int>) -> [Place] {
    guard range.lowerBound >= 0, range.upperBound <= original.count else { return [] }
    var places: [Place] = []
    var start = original[..<range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    while start < range.upperBound {
      let end = original[start...].firstIndex(of: 0x0A) ?? original.count
      if let cut = original[start..<end].lastIndex(of: mark), range.lowerBound < cut {
        let numbers = original[(cut + 1)..<end].split(separator: 0x20).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        if numbers.count == 5 { places.append(Place(page: numbers[0], left: numbers[1], top: numbers[2], right: numbers[3], bottom: numbers[4])) }
      }
      start = end + 1
    }
    return places
  }
}
