import Media
import Perception
import Testing

/// Kinds of pictures, told by colours and text alone.
@Suite struct PictureKindTests {
  private func picture(_ width: Int, _ height: Int, _ colour: (_ x: Int, _ y: Int) -> (Int, Int, Int)) -> PixelImage {
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (r, g, b) = colour(x, y)
        rgb += [UInt8(r), UInt8(g), UInt8(b)]
      }
    }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  private func page(_ texts: [String], tables: [PageText.Table] = []) -> PageText {
    let lines = texts.enumerated().map { i, text in
      PageText.Line(text: text, box: Quadrilateral(left: 10, top: Double(10 + 20 * i), right: 110, bottom: Double(24 + 20 * i)), confidence: 1, words: [])
    }
    return PageText(width: 400, height: 300, lines: lines, tables: tables)
  }

  @Test func whatHasGrainIsAPhotographAndWithTextAScan() {
    let grainy = picture(400, 300) { x, y in ((x * 7919 + y * 104_729) % 23 + x / 4 + 60, 120 + (x * 31 + y * 17) % 11, 90) }
    #expect(PictureKind(of: grainy, page: page([])) == .photograph)
    let paper = picture(400, 300) { x, y in (232 + (x * 31 + y * 17) % 5, 228 + (x * 13 + y * 7) % 5, 225) }
    #expect(PictureKind(of: paper, page: page((0..<12).map { "Paragraph \($0) of a letter" })) == .scan)
  }

  @Test func whitePagesAreDocumentsAndDarkOnesScreenshots() {
    let lines = ["The yield of a bond rises", "when its price falls, and", "falls when it rises."]
    #expect(PictureKind(of: picture(400, 300) { _, _ in (255, 255, 255) }, page: page(lines)) == .document)
    #expect(PictureKind(of: picture(400, 300) { _, _ in (24, 26, 30) }, page: page(lines)) == .screenshot)
  }

  @Test func aLightScreenIsToldFromAPageByItsPanels() {
    let lines = ["Settings", "Your name is shown to others.", "Save"]
    let screen = picture(400, 300) { x, y in y < 30 || x < 80 ? (214, 216, 222) : (240, 240, 243) }
    #expect(PictureKind(of: screen, page: page(lines)) == .screenshot)
    let cream = picture(400, 300) { x, y in y > 120 && y % 20 < 2 && x > 40 && x < 300 ? (30, 30, 30) : (252, 250, 244) }
    #expect(PictureKind(of: cream, page: page(lines)) == .document)
  }

  @Test func rowsAndColumnsMakeATableAndFiguresBesideColouredBarsAChart() {
    let white = picture(400, 300) { _, _ in (255, 255, 255) }
    let cells = ["Name", "Price", "Milk", "1.29", "Bread", "3.49"]
    let table = PageText.Table(rows: [["Name", "Price"], ["Milk", "1.29"], ["Bread", "3.49"]], box: Quadrilateral(left: 0, top: 0, right: 9, bottom: 9))
    #expect(PictureKind(of: white, page: page(cells, tables: [table])) == .table)
    let bars = picture(400, 300) { x, y in x % 100 > 50 && y > 150 ? (68, 119, 170) : (255, 255, 255) }
    #expect(PictureKind(of: bars, page: page(["Revenue by region", "Asia", "Europe", "0", "10", "20", "30"])) == .chart)
  }
}
