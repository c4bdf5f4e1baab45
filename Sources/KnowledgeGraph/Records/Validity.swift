/// The time in which a statement holds, as its source gives it.
public struct Validity: Sendable, Hashable {
  /// The first moment, as `xsd:date` or `xsd:dateTime` writes it; nil where the source names none.
  public var from: String?
  /// The last moment, itself included; nil where the source names none.
  public var to: String?

  public init(from: String? = nil, to: String? = nil) {
    self.from = from
    self.to = to
  }

  public var isUnlimited: Bool { from == nil && to == nil }

  /// Whether a moment, written the same way, lies in it. A date stands for its whole day; times of day are compared as they are written, so
  /// give them in one time zone.
  public func contains(_ moment: String) -> Bool {
    if let from, Self.isBefore(moment, from) { return false }
    if let to, Self.isBefore(to, moment) { return false }
    return true
  }

  /// Whether some moment lies in both.
  public func overlaps(_ other: Validity) -> Bool {
    if let end = to, let begin = other.from, Self.isBefore(end, begin) { return false }
    if let end = other.to, let begin = from, Self.isBefore(end, begin) { return false }
    return true
  }

  /// Compared as far as both are written, so that a day and a moment of it are not before each other.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    let length = min(a.utf8.count, b.utf8.count)
    return a.utf8.prefix(length).lexicographicallyPrecedes(b.utf8.prefix(length))
  }

  /// Whether a text is `YYYY-MM-DD` with a possible month and day, perhaps followed by `T` and a time.
  public static func isMoment(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
    guard let month = number(bytes[5..<7]), let day = number(bytes[8..<10]), number(bytes[0..<4]) != nil else { return false }
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    if bytes.count == 10 { return true }
    guard bytes[10] == UInt8(ascii: "T"), bytes.count >= 19 else {
      // A date may name its time zone.
      return bytes[10] == UInt8(ascii: "Z") && bytes.count == 11
    }
    guard let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]) else { return false }
    return bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":") && hour <= 24 && minute < 60 && second <= 60
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
