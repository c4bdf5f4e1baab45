/// How wide text is, before anything draws it.
///
/// Widths are of a sans-serif with Helvetica's proportions, measured from Liberation Sans in thousandths of the font size; what the table does not have is
/// taken at the width that its script needs at most in common fonts, so that a label's box is never too small.
public struct FontMetrics: Sendable, Hashable {
  public let size: Double
  public let isBold: Bool

  public init(size: Double, isBold: Bool = false) {
    self.size = size
    self.isBold = isBold
  }

  /// The family that the widths are of, as SVG names it.
  public static let family = "Helvetica, Arial, 'Liberation Sans', sans-serif"

  /// From one baseline to the next.
  public var lineHeight: Double { size * 1.22 }
  /// From the top of a line to its baseline.
  public var ascent: Double { size * 0.93 }

  /// The width of one line of text in the picture's units.
  public func width(_ text: some StringProtocol) -> Double {
    var sum = 0
    for scalar in text.unicodeScalars { sum += width(scalar) }
    return Double(sum) * size / 1000
  }

  private func width(_ scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    switch value {
    case 32..<127: return isBold ? Self.bold[value - 32] : Self.regular[value - 32]
    case 160..<256: return Self.latin[value - 160] + (isBold ? 56 : 0)
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: return 0
    case 0x2013, 0x2018...0x201F, 0x2022: return 556
    case 0x2070...0x209F, 0x2200...0x22FF: return 760
    case 0x100...0x24F: return 780
    case 0x370...0x52F: return isBold ? 850 : 800
    case 0x590...0x6FF: return 800
    case 0x1F000...0x1FAFF: return 1370
    default: return 1050
    }
  }

  /// U+0020 to U+007E.
  private static let regular: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  /// U+0020 to U+007E, bold.
  private static let bold: [Int] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ]

  /// U+00A0 to U+00FF.
  private static let latin: [Int] = [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333,
    333, 333, 576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667,
    1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778,
    722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556,
    278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 549, 611, 556, 556, 556, 556, 500, 556,
    500,
  ]
}
