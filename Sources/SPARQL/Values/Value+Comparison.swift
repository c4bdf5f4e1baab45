internal import RDF

/// `=`, `<` and the order of ORDER BY.
extension Value {
  /// The kinds of values that the operators know; literals of all other types can only be compared as terms.
  private enum Known {
    case number(Number), text(String, String?), boolean(Bool), moment(XSDMoment)
  }

  private var known: Known? {
    switch self {
    case .number(let number): return .number(number)
    case .string(let text): return .text(text, nil)
    case .boolean(let value): return .boolean(value)
    case .term(.literal(let literal)):
      if literal.language != nil { return .text(literal.lexical, literal.languageTag) }
      if literal.datatype == Vocabulary.XSD.string { return .text(literal.lexical, nil) }
      if let number { return .number(number) }
      if let boolean { return .boolean(boolean) }
      return moment.map { .moment($0) }
    default: return nil
    }
  }

  /// `=`; nil is a type error: two literals whose types do not say whether they are the same value. Section 17.4.1.7.
  static func areEqual(_ a: Value, _ b: Value) -> Bool? {
    switch (a.known, b.known) {
    case (.number(let left)?, .number(let right)?): return Number.compare(left, right) == 0
    case (.text(let left, let leftLanguage)?, .text(let right, let rightLanguage)?): return ScalarText.areEqual(left, right) && leftLanguage == rightLanguage
    case (.boolean(let left)?, .boolean(let right)?): return left == right
    case (.moment(let left)?, .moment(let right)?):
      return left.kind == right.kind ? XSDMoment.compare(left, right).map { $0 == 0 } : false
    case (.some, .some): return false
    default:
      let (left, right) = (a.term, b.term)
      if left == right { return true }
      if let one = left.triple, let other = right.triple { return areEqual(one, other) }
      guard let first = left.literal, let second = right.literal else { return false }
      // A text with a language is equal to nothing else, whatever an unknown type may mean.
      return first.language != nil || second.language != nil ? false : nil
    }
  }

  /// Two triple terms are the same value when all their parts are.
  private static func areEqual(_ a: Triple, _ b: Triple) -> Bool? {
    var isKnown = true
    for (left, right) in [(a.subject, b.subject), (a.predicate, b.predicate), (a.object, b.object)] {
      switch areEqual(.term(left), .term(right)) {
      case false?: return false
      case true?: break
      case nil: isKnown = false
      }
    }
    return isKnown ? true : nil
  }

  /// -1, 0 or 1 by `<`; nil is a type error.
  static func compare(_ a: Value, _ b: Value) -> Int? {
    switch (a.known, b.known) {
    case (.number(let left)?, .number(let right)?): Number.compare(left, right)
    case (.text(let left, nil)?, .text(let right, nil)?): compareScalars(left, right)
    case (.boolean(let left)?, .boolean(let right)?): left == right ? 0 : left ? 1 : -1
    case (.moment(let left)?, .moment(let right)?): XSDMoment.compare(left, right)
    default: nil
    }
  }

  /// By Unicode scalars, which is the order of the bytes of UTF-8.
  static func compareScalars(_ a: String, _ b: String) -> Int {
    let left = a.utf8Span.span
    let right = b.utf8Span.span
    let count = min(left.count, right.count)
    var place = 0
    while place < count {
      if left[place] != right[place] { return left[place] < right[place] ? -1 : 1 }
      place += 1
    }
    return left.count < right.count ? -1 : left.count == right.count ? 0 : 1
  }
}

/// A value's place in an order: nothing, blank nodes, IRIs, literals (section 15.1). What `<` cannot compare is ordered by kind, then as text,
/// so that the order is total.
enum SortKey {
  case unbound
  case blank(String)
  case iri(String)
  case number(Number, String)
  case text(String, String)
  case boolean(Bool)
  case moment(XSDMoment, String)
  case other(String, String)
  indirect case triple(SortKey, SortKey, SortKey)

  init(_ value: Value?) {
    guard let value else {
      self = .unbound
      return
    }
    switch value {
    case .string(let text): self = .text(text, "")
    case .number(let number): self = .number(number, "")
    case .boolean(let value): self = .boolean(value)
    case .term(.iri(let iri)): self = .iri(iri)
    case .term(.blank(let label)): self = .blank(label)
    case .term(.triple(let triple)): self = .triple(SortKey(.term(triple.subject)), SortKey(.term(triple.predicate)), SortKey(.term(triple.object)))
    case .term(.literal(let literal)):
      if let (text, language) = value.text {
        self = .text(text, language ?? "")
      } else if let number = value.number {
        self = .number(number, literal.lexical)
      } else if let boolean = value.boolean {
        self = .boolean(boolean)
      } else if let moment = value.moment {
        self = .moment(moment, literal.lexical)
      } else {
        self = .other(literal.datatype, literal.lexical)
      }
    }
  }

  private var rank: Int {
    switch self {
    case .unbound: 0
    case .blank: 1
    case .iri: 2
    case .number: 3
    case .text: 4
    case .boolean: 5
    case .moment: 6
    case .other: 7
    case .triple: 8
    }
  }

  static func compare(_ a: SortKey, _ b: SortKey) -> Int {
    switch (a, b) {
    case (.text(let left, let leftLanguage), .text(let right, let rightLanguage)):
      let order = Value.compareScalars(left, right)
      return order != 0 ? order : Value.compareScalars(leftLanguage, rightLanguage)
    case (.iri(let left), .iri(let right)), (.blank(let left), .blank(let right)): return Value.compareScalars(left, right)
    case (.number(let left, let leftText), .number(let right, let rightText)):
      if let order = Number.compare(left, right) { return order }
      // NaN stands before all numbers.
      let (leftNaN, rightNaN) = (left.double.isNaN, right.double.isNaN)
      return leftNaN == rightNaN ? Value.compareScalars(leftText, rightText) : leftNaN ? -1 : 1
    case (.boolean(let left), .boolean(let right)): return left == right ? 0 : left ? 1 : -1
    case (.moment(let left, let leftText), .moment(let right, let rightText)):
      return XSDMoment.compare(left, right) ?? Value.compareScalars(leftText, rightText)
    case (.other(let leftType, let left), .other(let rightType, let right)):
      let order = Value.compareScalars(leftType, rightType)
      return order != 0 ? order : Value.compareScalars(left, right)
    case (.triple(let s1, let p1, let o1), .triple(let s2, let p2, let o2)):
      for (a, b) in [(s1, s2), (p1, p2), (o1, o2)] {
        let order = compare(a, b)
        if order != 0 { return order }
      }
      return 0
    default: return a.rank < b.rank ? -1 : a.rank == b.rank ? 0 : 1
    }
  }
}
