import Answering
import Testing

@Suite struct ThresholdTests {
  private func first(_ sentence: String) -> Threshold? { ThresholdReader.thresholds(in: sentence).first?.threshold }

  @Test(arguments: [
    ("contraindicated when eGFR is below 30", Comparison.below, 30.0), ("≥ 140 mmHg", .atLeast, 140),
    ("at least 21 years old", .atLeast, 21), ("no more than $200", .atMost, 200), ("must not exceed 10 mg", .atMost, 10),
    ("exceeds 120 U/L", .above, 120), ("patients aged 65 or older", .atLeast, 65), ("up to 512 bytes", .atMost, 512),
    ("fewer than 5 users", .below, 5), ("not less than 3 days", .atLeast, 3), ("a maximum of 8 hours", .atMost, 8),
    ("more than 250 euros", .above, 250), ("< 0.05", .below, 0.05), ("within 45 days", .atMost, 45),
    ("30 days or more", .atLeast, 30), ("younger than 18", .below, 18),
  ])
  func aLimitIsReadFromASentence(sentence: String, comparison: Comparison, value: Double) {
    let threshold = first(sentence)
    #expect(threshold?.comparison == comparison, "\(String(describing: threshold))")
    #expect(threshold?.value.value == value)
  }

  @Test func aRangeHasTwoEnds() {
    let threshold = first("an eGFR between 30 and 45 mL/min")
    #expect(threshold?.comparison == .between)
    #expect(threshold?.compare(Quantity(30)) == .holds)
    #expect(threshold?.compare(Quantity(45)) == .holds)
    #expect(threshold?.compare(Quantity(46)) == .fails)
  }

  @Test(arguments: ["The dose is 30 mg.", "It was founded in 1987.", "Chapter 3 explains it."])
  func aPlainNumberIsNoLimit(sentence: String) { #expect(first(sentence) == nil) }

  @Test(arguments: [
    (Comparison.below, 29.9, true), (.below, 30, false), (.atMost, 30, true), (.above, 30, false), (.above, 30.1, true),
    (.atLeast, 30, true), (.equal, 30, true), (.equal, 31, false),
  ])
  func theLimitItselfIsOnTheRightSide(comparison: Comparison, value: Double, holds: Bool) {
    #expect((Threshold(comparison, Quantity(30)).compare(Quantity(value)) == .holds) == holds)
  }

  @Test func unitsAreConvertedBeforeComparing() {
    let limit = Threshold(.atMost, QuantityReader.quantities(in: "4 MiB")[0].quantity)
    #expect(limit.compare(QuantityReader.quantities(in: "5000 KiB")[0].quantity) == .fails)
    #expect(limit.compare(QuantityReader.quantities(in: "4000 KiB")[0].quantity) == .holds)
  }

  @Test func unitsOfDifferentDimensionsAreNeverCompared() {
    let limit = Threshold(.below, QuantityReader.quantities(in: "7 mmol/L")[0].quantity)
    #expect(limit.compare(QuantityReader.quantities(in: "126 mg/dL")[0].quantity) == .mismatch)
  }
}
