public import Media

/// What kind of picture it is, told by its colours and by the text in it.
public enum PictureKind: String, Sendable, CaseIterable {
  case chart, table, document, screenshot, photograph, scan

  /// Judges a picture that was read.
  ///
  /// Prints and screens have few colours, each in large patches without grain; cameras and scanners leave no two neighbours alike. The limits were set
  /// by hand, most before there were pictures to judge them by; `kgassist-bench kinds` tells how often they are right.
  public init(of image: PixelImage, page: PageText) { self.init(PictureLook(image, page: page)) }

  /// Half of what the screenshot with the smallest panels had, of those that were looked at for it; no page had any.
  private static let panels = 0.02

  init(_ look: PictureLook) {
    if look.grain > 0.45 {
      self = look.cover > 0.08 && look.background > 0.2 || look.cover > 0.2 ? .scan : .photograph
    } else if look.lines >= 4, look.cells * 3 >= Double(look.lines) * 2, look.colourful < 0.05 {
      self = .table
    } else if look.lines >= 3, look.figures >= 0.25, look.cover < 0.25, look.colourful > 0.004 || look.figures >= 0.5 {
      self = .chart
    } else if look.lines > 0, look.panels > Self.panels {
      self = .screenshot
    } else if look.isDark || look.background < 0.5 && look.grain < 0.2 {
      self = .screenshot
    } else {
      self = look.lines == 0 && look.background < 0.5 ? .photograph : .document
    }
  }
}
