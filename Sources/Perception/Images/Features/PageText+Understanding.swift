import Media

extension PageText {
  /// Says what kind of picture the page is, and reads the values off a chart.
  ///
  /// A chart that can be read is one, whatever its colours say; a photograph, a scan and a table are never read as one.
  mutating func understand(_ picture: PixelImage) {
    let look = PictureKind(of: picture, page: self)
    kind = look
    guard look != .photograph, look != .scan, look != .table else { return }
    do {
      chart = try ChartReader.read(picture, page: self)
      kind = .chart
    } catch {
      if look == .chart { chartRefusal = error.reason }
    }
  }
}
