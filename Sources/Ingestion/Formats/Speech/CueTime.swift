/// A time as WebVTT writes it: `00:01:02.340`, hours left out where they like.
enum CueTime {
  static func text(_ seconds: Double) -> String {
    let thousandths = Int((max(0, seconds) * 1000).rounded())
    func padded(_ value: Int, _ count: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    return "\(padded(thousandths / 3_600_000, 2)):\(padded(thousandths / 60_000 % 60, 2)):\(padded(thousandths / 1000 % 60, 2)).\(padded(thousandths % 1000, 3))"
  }

  /// Seconds; nil where it is no such time.
  static func seconds(_ text: ArraySlice<UInt8>) -> Double? {
    var parts: [Int] = [], value = 0, digits = 0, fraction = 0, places = -1
    for byte in text {
      if byte.isDigit {
        guard digits < 9 else { return nil }
        digits += 1
        value = value * 10 + Int(byte - 0x30)
        if places >= 0 { places += 1 }
      } else if byte == 0x3A, digits > 0, places < 0, parts.count < 2 {
        parts.append(value)
        (value, digits) = (0, 0)
      } else if byte == 0x2E, digits > 0, places < 0 {
        parts.append(value)
        (value, digits, places) = (0, 0, 0)
      } else {
        return nil
      }
    }
    guard places == 3, (2...3).contains(parts.count) else { return nil }
    fraction = value
    return Double(parts.reduce(0) { $0 * 60 + $1 }) + Double(fraction) / 1000
  }
}
