internal import RDF

/// The functions of the standard that are not plain functions of their arguments' values.
extension Planner {
  func call(_ builtin: Builtin, _ arguments: [Expression], _ context: Context) throws -> Evaluator {
    let operands = try arguments.map { try evaluator($0, context) }
    if operands.count == 1, let function = UnaryFunctions.function(builtin) {
      let operand = operands[0]
      return { try operand($0).flatMap(function) }
    }
    if operands.count == 2, let function = BinaryFunctions.function(builtin) {
      let (first, second) = (operands[0], operands[1])
      return { x in
        guard let a = try first(x), let b = try second(x) else { return nil }
        return function(a, b)
      }
    }
    switch builtin {
    case .bound: return { try .boolean(operands[0]($0) != nil) }
    case .coalesce:
      return { x in
        for operand in operands { if let value = try operand(x) { return value } }
        return nil
      }
    case .conditional:
      return { x in
        guard let isTrue = try operands[0](x)?.effectiveBoolean else { return nil }
        return try operands[isTrue ? 1 : 2](x)
      }
    case .iri, .uri: return iriMaker(operands[0])
    case .bnode: return blankMaker(operands.first)
    case .rand: return { _ in .number(.double(Double.random(in: 0..<1))) }
    case .now: return { .literal($0.now, Vocabulary.XSD.dateTime) }
    case .uuid: return { _ in .term(.iri("urn:uuid:" + Self.randomUUID())) }
    case .structUUID: return { _ in .string(Self.randomUUID()) }
    case .concat: return Self.concatenation(operands)
    case .triple:
      return { x in
        guard let subject = try operands[0](x)?.term, let predicate = try operands[1](x)?.term, let object = try operands[2](x)?.term else { return nil }
        let triple = Triple(subject, predicate, object)
        return triple.isPossible ? .term(.triple(triple)) : nil
      }
    case .strLangDirection:
      return { x in
        guard let text = try operands[0](x)?.plainText, let language = try operands[1](x)?.plainText, !language.isEmpty,
          let direction = try operands[2](x)?.plainText.flatMap({ Literal.Direction(rawValue: $0) })
        else { return nil }
        return .term(.literal(Literal(text, language: language, direction: direction)))
      }
    case .substring: return Self.substring(operands)
    case .regex: return try matcher(arguments, operands)
    case .replace: return try replacer(arguments, operands)
    default: throw SPARQLError(.syntax, "\(builtin.rawValue) does not take \(operands.count) arguments")
    }
  }

  private func iriMaker(_ operand: @escaping Evaluator) -> Evaluator {
    let base = syntax.base.map { IRIReference($0) }
    return { x in
      guard let value = try operand(x) else { return nil }
      if case .term(.iri) = value { return value }
      guard let text = value.plainText else { return nil }
      if IRIReference.hasScheme(text) { return .term(.iri(text)) }
      return base.map { .term(.iri(IRIReference(text).resolved(against: $0))) }
    }
  }

  /// `BNODE()` makes a node each time; `BNODE("label")` one for each solution and label.
  private func blankMaker(_ operand: Evaluator?) -> Evaluator {
    guard let operand else { return { .term($0.freshBlank()) } }
    return { x in try operand(x)?.plainText.map { .term(x.blank(labelled: $0)) } }
  }

  /// Version 4: RFC 4122, section 4.4.
  private static func randomUUID() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let text = MessagePadding.hexadecimal(bytes)
    var result = ""
    for (index, character) in text.enumerated() {
      if [8, 12, 16, 20].contains(index) { result += "-" }
      result.append(character)
    }
    return result
  }

  private static func concatenation(_ operands: [Evaluator]) -> Evaluator {
    { x in
      var result = ""
      var language: String??
      for operand in operands {
        guard let (text, tag) = try operand(x)?.text else { return nil }
        result += text
        // The language of all, when all have the same.
        language = language == nil ? .some(tag) : language == .some(tag) ? language : .some(nil)
      }
      try x.budget.take(result.utf8.count)
      x.budget.giveBack(result.utf8.count)
      return .text(result, language: language ?? nil)
    }
  }

  /// Places count from 1, in characters; fractions are rounded. XPath's fn:substring.
  private static func substring(_ operands: [Evaluator]) -> Evaluator {
    { x in
      guard let (text, language) = try operands[0](x)?.text, let start = try operands[1](x)?.number?.double else { return nil }
      var end = Double.infinity
      if operands.count > 2 {
        guard let length = try operands[2](x)?.number?.double else { return nil }
        end = (start + 0.5).rounded(.down) + (length + 0.5).rounded(.down)
      }
      let first = (start + 0.5).rounded(.down)
      var result = String.UnicodeScalarView()
      for (index, scalar) in text.unicodeScalars.enumerated() where Double(index + 1) >= first && Double(index + 1) < end { result.append(scalar) }
      return .text(String(result), language: language)
    }
  }

  // MARK: Regular expressions

  /// Makes the expression once when it is written out, else for each row, keeping the last.
  private func pattern(_ arguments: [Expression], _ operands: [Evaluator], flagsAt place: Int) throws -> (Execution) throws -> RegularExpression? {
    func constant(_ index: Int) -> String? {
      guard index < arguments.count else { return "" }
      if case .term(.literal(let literal)) = arguments[index] { return literal.lexical }
      return nil
    }
    if let pattern = constant(1), let flags = constant(place) {
      do {
        let expression = try RegularExpression(pattern, flags: flags)
        return { _ in expression }
      } catch {
        throw SPARQLError(.syntax, "the regular expression \"\(pattern)\" cannot be used: \(error.message)")
      }
    }
    let cache = RegularCache()
    return { x in
      guard let pattern = try operands[1](x)?.plainText else { return nil }
      var flags = ""
      if place < operands.count {
        guard let text = try operands[place](x)?.plainText else { return nil }
        flags = text
      }
      return cache.expression(pattern, flags)
    }
  }

  private final class RegularCache {
    private var last: (pattern: String, flags: String, expression: RegularExpression?)?

    func expression(_ pattern: String, _ flags: String) -> RegularExpression? {
      if let last, last.pattern == pattern, last.flags == flags { return last.expression }
      let made = try? RegularExpression(pattern, flags: flags)
      last = (pattern, flags, made)
      return made
    }
  }

  private func matcher(_ arguments: [Expression], _ operands: [Evaluator]) throws -> Evaluator {
    let pattern = try pattern(arguments, operands, flagsAt: 2)
    return { x in
      guard let text = try operands[0](x)?.text?.text, let expression = try pattern(x) else { return nil }
      return .boolean(try expression.matches(text) { try x.budget.check() })
    }
  }

  private func replacer(_ arguments: [Expression], _ operands: [Evaluator]) throws -> Evaluator {
    let pattern = try pattern(arguments, operands, flagsAt: 3)
    return { x in
      guard let (text, language) = try operands[0](x)?.text, let expression = try pattern(x), let replacement = try operands[2](x)?.plainText
      else { return nil }
      do {
        return .text(try expression.replacing(text, with: replacement) { try x.budget.check() }, language: language)
      } catch is RegularError {
        return nil
      }
    }
  }
}
