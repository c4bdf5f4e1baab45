import Media

extension PageText {
  /// Says what kind of picture the page is, and reads the values off a chart.
  ///
  /// A chart that can be read is one, whatever its colours say; a photograph, a scan and a table are never read as one.
  ///
  /// - Parameter reading: reads what stands in boxes that the detector of lines overlooked; asked only where the lines alone make no chart.
  mutating func understand(_ picture: PixelImage, reading: ([Quadrilateral]) throws -> [Line]) rethrows {
    let look = PictureKind(of: picture, page: self)
    kind = look
    guard look != .photograph, look != .scan, look != .table else { return }
    do {
      chart = try ChartReader.read(picture, page: self)
      kind = .chart
      return
    } catch {
      if look == .chart { chartRefusal = error.reason }
    }
    // Pages of prose have no digits at axes.
    guard lines.count <= Self.mostOfChart else { return }
    let boxes = LooseSigns.boxes(in: picture, page: self)
    guard !boxes.isEmpty else { return }
    let numbers = try reading(boxes).filter { NumberLabel($0.text) != nil }
    guard numbers.count >= 2 else { return }
    var whole = self
    // What was read again takes the place of what was read there.
    whole.lines.removeAll { line in
      line.text.count <= 2 && NumberLabel(line.text) == nil && numbers.contains { $0.box.left < line.box.right && $0.box.right > line.box.left && $0.box.top < line.box.bottom && $0.box.bottom > line.box.top }
    }
    whole.lines += numbers
    do {
      chart = try ChartReader.read(picture, page: whole)
      (kind, chartRefusal) = (.chart, nil)
    } catch {}
  }

  private static let mostOfChart = 60
}
