import Answering
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("2^3^2", 512), ("-2^2", -4), ("10 / 4", 2.5), ("8 - 3 - 2", 3),
    ("sqrt(16) + ln(1)", 4), ("min(3, 2, 5) * max(1, 4)", 8), ("2 × 3 ÷ 4", 1.5), ("exp(0)", 1), ("log2(8)", 3),
    ("3²", 9), ("1,000 * 2", 2000), ("2 ** 3", 8),
  ])
  func arithmeticIsComputed(text: String, expected: Double) throws {
    #expect(abs(try Expression(text).value([:]) - expected) < 1e-12)
  }

  @Test func symbolsTakeTheirValues() throws {
    let expression = try Expression("price / eps")
    #expect(expression.symbols == ["price", "eps"])
    #expect(try expression.value(["price": 50, "eps": 2.5]) == 20)
    #expect(try Expression("1 / ((1 - p) + p / n)").value(["p": 0.5, "n": 2]) > 1.33)
  }

  @Test func aDivisionByZeroIsExplained() throws {
    let expression = try Expression("a / b")
    #expect(throws: ExpressionError.divisionByZero) { try expression.value(["a": 1, "b": 0]) }
    #expect(ExpressionError.divisionByZero.description.contains("division by zero"))
  }

  @Test func aFunctionOutsideItsDomainIsExplained() throws {
    #expect(throws: ExpressionError.outsideDomain("sqrt", -1)) { try Expression("sqrt(0 - 1)").value([:]) }
    #expect(throws: ExpressionError.outsideDomain("ln", 0)) { try Expression("ln(0)").value([:]) }
  }

  @Test func aMissingValueIsNamed() throws {
    #expect(throws: ExpressionError.missing("eps")) { try Expression("price / eps").value(["price": 1]) }
  }

  @Test(arguments: ["", "1 +", "(1", "1 2", "f(1)", "a $ b", "sqrt(1, 2)", ")", "1 / / 2"])
  func aBrokenExpressionIsRefused(text: String) { #expect(throws: ExpressionError.self) { try Expression(text) } }

  @Test func deepNestingIsRefusedAndDoesNotOverflowTheStack() {
    let deep = String(repeating: "(", count: 900) + "1" + String(repeating: ")", count: 900)
    #expect(throws: ExpressionError.tooDeep) { try Expression(deep) }
    #expect(throws: ExpressionError.tooLong) { try Expression(String(repeating: "1+", count: 2000) + "1") }
  }

  @Test func anExpressionIsWordedWithItsNames() throws {
    #expect(try Expression("(a - b) / c^2").worded { ["a": "price", "b": "cost", "c": "n"][$0]! } == "(price - cost) / n^2")
  }
}
