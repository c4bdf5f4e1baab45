/// Colours that people with any kind of colour vision tell apart.
///
/// Okabe and Ito, "Color Universal Design", 2008, without black, which is the text's.
public enum Palette {
  public static let colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#B8A900"]
  /// For everything beyond the seventh kind.
  public static let other = "#8A8A8A"
  public static let text = "#1A1A1A"
  public static let quiet = "#555555"
  public static let line = "#7A7A7A"
  public static let faint = "#D9D9D9"
  public static let paper = "#FFFFFF"

  public static func colour(_ index: Int) -> String { colours.indices.contains(index) ? colours[index] : other }

  /// The colour mixed with white: a ground on which dark text stays readable.
  ///
  /// - Parameter share: of the colour, in 0…1.
  public static func tint(_ colour: String, _ share: Double) -> String {
    let digits = Array(colour.utf8.dropFirst())
    guard digits.count == 6 else { return paper }
    var result = "#"
    for place in [0, 2, 4] {
      let value = Double(value(digits[place]) * 16 + value(digits[place + 1]))
      let mixed = Int((255 - (255 - value) * share).rounded())
      result += String(mixed >> 4, radix: 16, uppercase: true) + String(mixed & 15, radix: 16, uppercase: true)
    }
    return result
  }

  private static func value(_ digit: UInt8) -> Int {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit - UInt8(ascii: "A")) + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit - UInt8(ascii: "a")) + 10
    default: 0
    }
  }
}
