/// A recursive-descent parser of arithmetic: sums, products, powers (to the right), calls, parentheses.
struct ExpressionParser {
  private enum Token: Equatable { case number(Double), name(String), mark(Character) }
  private var tokens: [(token: Token, at: Int)] = []
  private var position = 0
  private var depth = 0

  init(_ text: String) throws {
    guard text.utf8.count <= 2048 else { throw ExpressionError.tooLong }
    let characters = Array(text)
    var at = 0
    while at < characters.count {
      let character = characters[at]
      if character.isWhitespace {
        at += 1
      } else if character.isASCII, character.isNumber || character == "." {
        guard let number = NumberText.number(characters, at) else {
          throw ExpressionError.unexpected("\"\(character)\"", at: at)
        }
        tokens.append((.number(number.value), at))
        at = number.end
      } else if character.isLetter || character == "_" {
        var end = at
        while end < characters.count, characters[end].isLetter || characters[end].isNumber || characters[end] == "_" {
          end += 1
        }
        tokens.append((.name(String(characters[at..<end])), at))
        at = end
      } else if let mark = Self.marks[character] {
        tokens.append((.mark(mark), at))
        at += 1
        if character == "*", at < characters.count, characters[at] == "*" {
          tokens[tokens.count - 1].token = .mark("^")
          at += 1
        }
      } else if character == "²" || character == "³" {
        tokens.append((.mark("^"), at))
        tokens.append((.number(character == "²" ? 2 : 3), at))
        at += 1
      } else {
        throw ExpressionError.unexpected("\"\(character)\"", at: at)
      }
    }
  }

  private static let marks: [Character: Character] = [
    "+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/", "^": "^", "(": "(",
    ")": ")", ",": ",", "[": "(", "]": ")",
  ]

  mutating func parse() throws -> Expression {
    let expression = try sum()
    guard position == tokens.count else { throw unexpected() }
    return expression
  }

  private mutating func sum() throws -> Expression {
    var left = try product()
    while let mark = take(["+", "-"]) {
      left = .binary(mark == "+" ? .add : .subtract, left, try product())
    }
    return left
  }

  private mutating func product() throws -> Expression {
    var left = try signed()
    while let mark = take(["*", "/"]) {
      left = .binary(mark == "*" ? .multiply : .divide, left, try signed())
    }
    return left
  }

  private mutating func signed() throws -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 64 else { throw ExpressionError.tooDeep }
    if take(["-"]) != nil { return .negated(try signed()) }
    if take(["+"]) != nil { return try signed() }
    let base = try atom()
    if take(["^"]) != nil { return .binary(.power, base, try signed()) }
    return base
  }

  private mutating func atom() throws -> Expression {
    guard position < tokens.count else { throw unexpected() }
    switch tokens[position].token {
    case .number(let number):
      position += 1
      return .number(number)
    case .name(let name):
      position += 1
      guard take(["("]) != nil else { return .symbol(name) }
      guard let function = Expression.Function(rawValue: name.lowercased()) else {
        throw ExpressionError.unknownFunction(name)
      }
      var arguments = [try sum()]
      while take([","]) != nil { arguments.append(try sum()) }
      guard take([")"]) != nil else { throw unexpected() }
      guard function.isOpen || arguments.count == 1 else {
        throw ExpressionError.wrongArguments(name, arguments.count)
      }
      return .call(function, arguments)
    case .mark("("):
      position += 1
      let inner = try sum()
      guard take([")"]) != nil else { throw unexpected() }
      return inner
    case .mark: throw unexpected()
    }
  }

  private mutating func take(_ marks: [Character]) -> Character? {
    guard position < tokens.count, case .mark(let mark) = tokens[position].token, marks.contains(mark) else {
      return nil
    }
    position += 1
    return mark
  }

  private func unexpected() -> ExpressionError {
    guard position < tokens.count else { return .unexpected("end", at: tokens.last.map { $0.at + 1 } ?? 0) }
    switch tokens[position].token {
    case .number(let number): return .unexpected("number \(NumberFormat.text(number))", at: tokens[position].at)
    case .name(let name): return .unexpected("name \(name)", at: tokens[position].at)
    case .mark(let mark): return .unexpected("\"\(mark)\"", at: tokens[position].at)
    }
  }
}
