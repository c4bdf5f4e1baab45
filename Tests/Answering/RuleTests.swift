import Answering
import KnowledgeGraph
import Testing

/// Rules that sentences tell in words.
@Suite struct RuleTests {
  private func formula(_ sentence: String) -> Formula? {
    FormulaReader.formulas(in: sentence, source: Calculation.Source(passage: PassageID(rawValue: 1), start: 0, end: 0)).first
  }

  @Test(arguments: [
    ("The margin is the price minus the cost, over the price.", [10.0, 8], 0.2),
    ("The corrected value is the measured value plus 0.8 times the difference between 4 and the albumin.", [8.2, 3], 9),
    ("The mean is the sum of the first and the second, divided by 2.", [4, 6], 5),
    ("The fee is 1.5 % of the loan.", [20_000], 300), ("The dose is half the weight.", [70], 35),
    ("The rate is calculated by dividing the volume by the time.", [500, 4], 125),
    ("The rest is found by subtracting the discount from the price.", [5, 20], 15),
    ("The area is the square of the side.", [3], 9),
  ])
  func aRuleInWordsIsComputed(sentence: String, values: [Double], result: Double) throws {
    let formula = try #require(self.formula(sentence))
    #expect(formula.inputs.count == values.count)
    // The inputs come in the order in which the rule uses them; a subtraction "from" turns it.
    let ordered = sentence.contains("subtracting") ? Array(values.reversed()) : values
    let bound = Dictionary(uniqueKeysWithValues: zip(formula.inputs.map(\.symbol), ordered))
    #expect(abs(try formula.expression.value(bound) - result) < 1e-9)
  }

  @Test(arguments: ["The club is open every day.", "The wall is over the river.", "He is the manager."])
  func aSentenceWithoutARuleGivesNone(sentence: String) { #expect(formula(sentence) == nil) }

  @Test func aChangeIsNoRange() {
    #expect(ThresholdReader.thresholds(in: "The yield rises from 4 % to 5 %.").isEmpty)
    #expect(ThresholdReader.thresholds(in: "The yield lies from 4 % to 5 %.").count == 1)
  }

  @Test func anAgeBehindItsLimitWordIsRead() {
    let limits = ThresholdReader.thresholds(in: "It is contraindicated below the age of 12 years.")
    #expect(limits.first?.threshold.comparison == .below)
  }

  @Test func raisedDigitsArePowers() {
    #expect(QuantityReader.quantities(in: "up to 2⁵³ values").first?.quantity.value == 9_007_199_254_740_992)
  }

  @Test func columnsNameTheirUnit() {
    #expect(ColumnTitle("minimum_deposit_eur").words == "minimum deposit")
    #expect(ColumnTitle("minimum_deposit_eur").said("500") == "500 EUR")
    #expect(ColumnTitle("Revenue (EUR million)").said("412") == "412 EUR million")
    #expect(ColumnTitle("year").words == "year")
    #expect(ColumnTitle("eGFR, mL/min/1.73 m²").words == "eGFR")
  }
}
