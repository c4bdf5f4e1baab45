import Answering
import Testing

@Suite struct QuantityReaderTests {
  private func read(_ text: String) -> [String] {
    QuantityReader.quantities(in: text).map { "\($0.quantity.value)|\($0.quantity.unit.symbol)" }
  }

  @Test(arguments: [
    ("eGFR 25", ["25.0|"]), ("price of 50 and EPS of 2.5", ["50.0|", "2.5|"]), ("1,200.50", ["1200.5|"]),
    ("$3.2 million", ["3200000.0|$"]), ("5%", ["5.0|%"]), ("5 %", ["5.0|%"]), ("twelve percent", ["12.0|%"]),
    ("€250", ["250.0|€"]), ("USD 40", ["40.0|$"]), ("-41 °C", ["-41.0|°C"]), ("250 mg once", ["250.0|mg"]),
    ("a 4 MiB file", ["4.0|MiB"]), ("twenty-one days", ["21.0|days"]), ("five million users", ["5000000.0|"]),
    ("25 mL/min/1.73 m²", ["25.0|mL/min/1.73m2"]), ("10 mg/kg", ["10.0|mg/kg"]), ("3e-5", ["3e-05|"]),
    ("$45 per month", ["45.0|$/month"]), ("$2bn", ["2000000000.0|$"]), ("80 bpm", ["80.0|bpm"]),
  ])
  func aNumberIsReadWithItsUnit(text: String, expected: [String]) { #expect(read(text) == expected) }

  @Test func aPairSharesItsUnit() { #expect(read("120/80 mmHg") == ["120.0|mmHg", "80.0|mmHg"]) }

  @Test func aRangeSharesItsUnit() {
    #expect(read("30–45 mL/min") == ["30.0|mL/min", "45.0|mL/min"])
    #expect(read("between 30 and 45 days") == ["30.0|days", "45.0|days"])
  }

  @Test(arguments: ["vitamin B12", "SHA-256", "version 1.2.3 of HTTP/2", "a 2FA code", "COVID-19"])
  func digitsInsideANameAreNoQuantity(text: String) { #expect(read(text).isEmpty, "\(read(text))") }

  @Test func aYearIsToldFromACount() {
    #expect(QuantityReader.quantities(in: "in 2023")[0].isYear)
    #expect(!QuantityReader.quantities(in: "2023 mg")[0].isYear)
  }

  @Test func theByteRangeIsThatOfTheText() {
    let text = "Größe: 30 µm breit"
    let mention = QuantityReader.quantities(in: text)[0]
    #expect(String(decoding: Array(text.utf8)[mention.start..<mention.end], as: UTF8.self) == "30 µm")
  }

  @Test func theNounBehindAPlainNumberIsKept() {
    #expect(QuantityReader.quantities(in: "30 entries in 40 buckets").map(\.noun) == ["entri", "bucket"])
  }
}

@Suite struct QuantityTests {
  @Test(arguments: [
    ("1500 g", "1.5 kg"), ("120 minutes", "2 hours"), ("18 months", "1.5 years"), ("1 MiB", "1024 KiB"),
    ("50%", "5000 basis points"), ("2 miles", "3.218688 km"), ("20 °C", "68 °F"), ("1 L", "1000 mL"),
    ("$3 million", "3,000,000 dollars"),
  ])
  func equalAmountsInDifferentUnitsAreEqual(first: String, second: String) {
    let a = QuantityReader.quantities(in: first)[0].quantity
    let b = QuantityReader.quantities(in: second)[0].quantity
    #expect(a.equals(b), "\(a) \(b)")
  }

  @Test(arguments: [("5 mg", "5 g"), ("5 mg", "5 ms"), ("$5", "€5"), ("5 mg/dL", "5 mmol/L"), ("1 MB", "1 MiB"), ("5%", "5 kg")])
  func differentAmountsAreDifferent(first: String, second: String) {
    let a = QuantityReader.quantities(in: first)[0].quantity
    let b = QuantityReader.quantities(in: second)[0].quantity
    #expect(!a.equals(b))
  }

  @Test(arguments: [
    (20.0, "20"), (0.125, "0.125"), (1204.5, "1,204.5"), (33.333333, "33.33"), (1628.894627, "1,628.89"), (0, "0"),
    (-2500, "-2,500"), (0.00012346, "0.0001235"), (1e20, "1e+20"),
  ])
  func aNumberIsWrittenForAReader(value: Double, expected: String) { #expect(NumberFormat.text(value) == expected) }

  @Test func moneyIsWrittenWithItsSign() {
    #expect(Quantity(3.2e9, Unit.named("$")!).text == "$3.2 billion")
    #expect(Quantity(-12.5, Unit.named("€")!).text == "-€12.5")
  }
}
