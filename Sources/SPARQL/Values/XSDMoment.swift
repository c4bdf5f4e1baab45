internal import RDF

/// A value of xsd:dateTime, xsd:date or xsd:time. Source: XSD 1.1 part 2, sections 3.3.7 to 3.3.9 and D.
struct XSDMoment {
  enum Kind {
    case dateTime, date, time
  }

  let kind: Kind
  var year = 1972
  var month = 12
  var day = 31
  var hour = 0
  var minute = 0
  var second = XSDDecimal(0)
  /// Minutes east of UTC.
  var timezone: Int?

  init?(_ literal: Literal) {
    switch literal.datatype {
    case Vocabulary.XSD.dateTime: kind = .dateTime
    case Vocabulary.XSD.date: kind = .date
    case Vocabulary.XSD.namespace + "time": kind = .time
    default: return nil
    }
    guard parse(Array(literal.lexical.utf8)) else { return nil }
  }

  private mutating func parse(_ bytes: [UInt8]) -> Bool {
    var index = 0
    func digits(_ count: ClosedRange<Int>) -> Int? {
      let start = index
      var value = 0
      while index < bytes.count, index - start < count.upperBound, QueryLexer.isDigit(bytes[index]) {
        value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        index += 1
      }
      return index - start >= count.lowerBound ? value : nil
    }
    func take(_ character: Character) -> Bool {
      guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
      index += 1
      return true
    }
    if kind != .time {
      let isNegative = take("-")
      guard let y = digits(4...12), take("-"), let m = digits(2...2), take("-"), let d = digits(2...2) else { return false }
      (year, month, day) = (isNegative ? -y : y, m, d)
      guard (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year) else { return false }
    }
    if kind == .dateTime, !take("T") { return false }
    if kind != .date {
      guard let h = digits(2...2), take(":"), let m = digits(2...2), take(":") else { return false }
      (hour, minute) = (h, m)
      let start = index
      guard digits(2...2) != nil else { return false }
      if take("."), digits(1...24) == nil { return false }
      guard let value = XSDDecimal(String(decoding: bytes[start..<index], as: UTF8.self)) else { return false }
      second = value
      guard minute < 60, XSDDecimal.compare(second, XSDDecimal(60)) < 0 else { return false }
      guard hour < 24 || (hour == 24 && minute == 0 && second == XSDDecimal(0)) else { return false }
    }
    if index < bytes.count {
      if take("Z") {
        timezone = 0
      } else {
        let isNegative = bytes[index] == UInt8(ascii: "-")
        guard take("+") || take("-"), let h = digits(2...2), take(":"), let m = digits(2...2), h <= 14, m < 60, h < 14 || m == 0 else { return false }
        timezone = (h * 60 + m) * (isNegative ? -1 : 1)
      }
    }
    return index == bytes.count
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Days since 1970-01-01 of the proleptic Gregorian calendar, with March as the year's first month.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Seconds on the time line, as if in UTC when there is no time zone.
  private func seconds(timezone: Int) -> XSDDecimal {
    let minutes = Self.dayNumber(year: year, month: month, day: day) * 1440 + hour * 60 + minute - timezone
    return XSDDecimal(Int128(minutes) * 60).adding(second) ?? XSDDecimal(Int128(minutes) * 60)
  }

  /// -1, 0 or 1; nil when they are of different kinds, or only one has a time zone and the other's might change the answer.
  static func compare(_ a: XSDMoment, _ b: XSDMoment) -> Int? {
    guard a.kind == b.kind else { return nil }
    switch (a.timezone, b.timezone) {
    case (let left?, let right?): return XSDDecimal.compare(a.seconds(timezone: left), b.seconds(timezone: right))
    case (nil, nil): return XSDDecimal.compare(a.seconds(timezone: 0), b.seconds(timezone: 0))
    case (let left?, nil):
      let moment = a.seconds(timezone: left)
      if XSDDecimal.compare(moment, b.seconds(timezone: 14 * 60)) < 0 { return -1 }
      if XSDDecimal.compare(moment, b.seconds(timezone: -14 * 60)) > 0 { return 1 }
      return nil
    case (nil, _): return compare(b, a).map { -$0 }
    }
  }

  /// `Z`, `-05:00` or nothing.
  var timezoneText: String {
    guard let timezone else { return "" }
    if timezone == 0 { return "Z" }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return (timezone < 0 ? "-" : "+") + two(abs(timezone) / 60) + ":" + two(abs(timezone) % 60)
  }

  /// The time zone as an xsd:dayTimeDuration.
  var timezoneDuration: String? {
    guard let timezone else { return nil }
    if timezone == 0 { return "PT0S" }
    let (hours, minutes) = (abs(timezone) / 60, abs(timezone) % 60)
    return (timezone < 0 ? "-" : "") + "PT" + (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "")
  }

  /// A moment of the system's clock as xsd:dateTime in UTC.
  static func dateTime(secondsSince1970: Int64, milliseconds: Int) -> String {
    var days = Int(secondsSince1970) / 86_400
    var rest = Int(secondsSince1970) % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func pad(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)" }
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2)).\(pad(milliseconds, 3))Z"
  }
}
