internal import RDF

/// The constructors of XSD's types. Section 17.5.
enum Casts {
  private typealias XSD = Vocabulary.XSD

  /// Nil for an IRI that is no known function.
  static func function(_ iri: String) -> ((Value) -> Value?)? {
    switch iri {
    case XSD.string: string
    case XSD.boolean: boolean
    case XSD.integer: integer
    case XSD.decimal: decimal
    case XSD.double: { double($0).map { .number(.double($0)) } }
    case XSD.float: float
    case XSD.dateTime: dateTime
    case XSD.date: date
    case XSD.namespace + "time": time
    default: nil
    }
  }

  private static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while let first = slice.unicodeScalars.first, " \t\r\n".unicodeScalars.contains(first) { slice.unicodeScalars.removeFirst() }
    while let last = slice.unicodeScalars.last, " \t\r\n".unicodeScalars.contains(last) { slice.unicodeScalars.removeLast() }
    return String(slice)
  }

  private static func string(_ value: Value) -> Value? {
    if case .term(.iri(let iri)) = value { return .string(iri) }
    guard let literal = value.literal, literal.language == nil else { return value.text.map { .string($0.text) } }
    // XPath writes numbers of a usual size without an exponent.
    switch value.number {
    case .double(let number)?: return .string(plain(number, "\(number)"))
    case .float(let number)?: return .string(plain(Double(number), "\(number)"))
    case .decimal(let number)?: return .string(number.text)
    case .integer(let number)?: return .string("\(number)")
    case nil: break
    }
    if let boolean = value.boolean { return .string(boolean ? "true" : "false") }
    return .string(literal.lexical)
  }

  private static func plain(_ number: Double, _ text: String) -> String {
    guard number.isFinite, number != 0, (1e-6..<1e6).contains(number.magnitude), let decimal = XSDDecimal(nearest: Double(text) ?? number) else {
      return number == 0 ? (number.sign == .minus ? "-0" : "0") : Number.canonical(number, text)
    }
    return decimal.text
  }

  private static func boolean(_ value: Value) -> Value? {
    if let boolean = value.boolean { return .boolean(boolean) }
    if let number = value.number { return .boolean(number.double != 0 && !number.double.isNaN) }
    switch value.plainText.map(trimmed) {
    case "true", "1": return .boolean(true)
    case "false", "0": return .boolean(false)
    default: return nil
    }
  }

  private static func integer(_ value: Value) -> Value? {
    if let boolean = value.boolean { return .integer(boolean ? 1 : 0) }
    switch value.number {
    case .integer(let number)?: return .number(.integer(number))
    case .decimal(let number)?: return .number(.integer(number.truncated))
    case .float(let number)?: return Int128(exactly: number.rounded(.towardZero)).map { .number(.integer($0)) }
    case .double(let number)?: return Int128(exactly: number.rounded(.towardZero)).map { .number(.integer($0)) }
    case nil: return value.plainText.flatMap { Number.integer(trimmed($0)) }.map { .number(.integer($0)) }
    }
  }

  private static func decimal(_ value: Value) -> Value? {
    if let boolean = value.boolean { return .number(.decimal(XSDDecimal(boolean ? 1 : 0))) }
    switch value.number {
    case .integer(let number)?: return .number(.decimal(XSDDecimal(number)))
    case .decimal(let number)?: return .number(.decimal(number))
    case .float(let number)?: return XSDDecimal(nearest: Double("\(number)") ?? Double(number)).map { .number(.decimal($0)) }
    case .double(let number)?: return XSDDecimal(nearest: number).map { .number(.decimal($0)) }
    case nil: return value.plainText.flatMap { XSDDecimal(trimmed($0)) }.map { .number(.decimal($0)) }
    }
  }

  private static func double(_ value: Value) -> Double? {
    if let boolean = value.boolean { return boolean ? 1 : 0 }
    if let number = value.number { return number.double }
    return value.plainText.flatMap { Number.double(trimmed($0)) }
  }

  private static func float(_ value: Value) -> Value? {
    if let text = value.plainText { return Number.double(trimmed(text)).map { .number(.float(Float(trimmed(text)) ?? Float($0))) } }
    return double(value).map { .number(.float(Float($0))) }
  }

  private static func valid(_ text: String, _ datatype: String) -> Value? {
    let literal = Literal(trimmed(text), datatype: datatype)
    return XSDMoment(literal) == nil ? nil : .term(.literal(literal))
  }

  private static func dateTime(_ value: Value) -> Value? {
    if let text = value.plainText { return valid(text, XSD.dateTime) }
    guard let literal = value.literal, let moment = value.moment else { return nil }
    switch moment.kind {
    case .dateTime: return value
    case .date:
      let day = literal.lexical.dropLast(moment.timezoneText == "Z" && !literal.lexical.hasSuffix("Z") ? 6 : moment.timezoneText.count)
      return valid(day + "T00:00:00" + moment.timezoneText, XSD.dateTime)
    case .time: return nil
    }
  }

  private static func date(_ value: Value) -> Value? {
    if let text = value.plainText { return valid(text, XSD.date) }
    guard let literal = value.literal, let moment = value.moment else { return nil }
    switch moment.kind {
    case .dateTime: return valid(literal.lexical.prefix { $0 != "T" } + moment.timezoneText, XSD.date)
    case .date: return value
    case .time: return nil
    }
  }

  private static func time(_ value: Value) -> Value? {
    if let text = value.plainText { return valid(text, XSD.namespace + "time") }
    guard let literal = value.literal, let moment = value.moment else { return nil }
    switch moment.kind {
    case .dateTime: return literal.lexical.firstIndex(of: "T").flatMap { valid(String(literal.lexical[literal.lexical.index(after: $0)...]), XSD.namespace + "time") }
    case .time: return value
    case .date: return nil
    }
  }
}
