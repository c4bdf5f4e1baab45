public import Media

/// Reads values off bar, line and pie charts by geometry: numbers at an axis give the scale, colours the series, the legend their names.
///
/// ```swift
/// let chart = try ChartReader.read(image, page: page)
/// chart.series[0].values[2]   // 4.2 ± 0.1
/// ```
/// No weights beside those that read the text; some tens of milliseconds for 1000 by 700 pixels, in memory of about ten times the picture's. What cannot
/// be trusted is refused, with the reason: no axis that its numbers fit, bars without a common line, colours that overlap.
public enum ChartReader {
  /// Reads the values of a chart.
  ///
  /// - Parameter page: the picture's text, as ``ImageTextReader`` gives it.
  /// - Throws: ``ChartRefusal`` where there is no chart, or none whose geometry can be trusted.
  public static func read(_ image: PixelImage, page: PageText) throws(ChartRefusal) -> ChartReading {
    guard image.width >= 60, image.height >= 60 else { throw ChartRefusal(reason: "the picture is too small for a chart") }
    let canvas = ChartCanvas(image)
    var texts = ChartText.all(of: page, scale: canvas.scale)
    for i in texts.indices where NumberLabel(texts[i].text)?.exponent != nil { texts[i].isPower = RaisedDigits.areRaised(texts[i], canvas: canvas) }
    var reasons: [String] = []
    if let chart = upright(canvas, texts, &reasons) { return chart }
    let turned = canvas.transposed
    if let bars = BarReading.read(turned, texts.map(\.transposed), isTransposed: true, reasons: &reasons) { return bars }
    if let pie = PieReading.read(canvas, texts) { return pie }
    // Lines come last: bars that were refused must not be taken for steps.
    if let lines = LineReading.read(canvas, texts, reasons: &reasons) { return lines }
    throw ChartRefusal(reason: reasons.first ?? "no axis was found whose numbers lie on a straight line, and no pie")
  }

  private static func upright(_ canvas: ChartCanvas, _ texts: [ChartText], _ reasons: inout [String]) -> ChartReading? {
    BarReading.read(canvas, texts, isTransposed: false, reasons: &reasons)
  }
}
