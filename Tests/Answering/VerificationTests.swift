import Answering
import Testing

@Suite struct VerificationTests {
  private let evidence = [
    "Talvorin is contraindicated when the eGFR is below 30 mL/min/1.73m2.",
    "The usual adult dose of talvorin is 250 mg once daily for 12 weeks.",
    "Revenue rose to $3.2 billion in 2023, led by Ingrid Solvang.",
    "Talvorin does not prolong the QT interval.",
  ]
  private func objections(_ sentence: String) -> [Objection] {
    Verification(evidence: evidence, question: "What about talvorin?").objections(to: sentence)
  }

  @Test(arguments: [
    "The usual adult dose of talvorin is 250 mg once daily.", "Talvorin is contraindicated when the eGFR is below 30 mL/min/1.73m2.",
    "Revenue rose to $3,200 million in 2023.", "Talvorin does not prolong the QT interval.",
    "The usual dose of talvorin is 0.25 g once daily.",
  ])
  func whatTheEvidenceSaysMayBeSaid(sentence: String) { #expect(objections(sentence).isEmpty, "\(objections(sentence))") }

  @Test(arguments: [
    ("The usual adult dose of talvorin is 500 mg once daily.", "500 mg"), ("The usual dose of talvorin is 250 g daily.", "250 g"),
    ("Revenue rose to $3.2 million in 2023.", "$3.2 million"), ("Revenue rose to $3.2 billion in 2024.", "2024"),
    ("Talvorin is contraindicated when the eGFR is below 35.", "35"), ("Revenue rose to €3.2 billion in 2023.", "€3.2 billion"),
  ])
  func aNumberThatStandsNowhereIsRefused(sentence: String, number: String) {
    #expect(objections(sentence).contains(.number(number)), "\(objections(sentence))")
  }

  @Test(arguments: [("Revenue rose in 2023, led by Ingrid Larsen.", "Larsen"), ("The usual dose of talvorin in Norway is 250 mg.", "Norway")])
  func aNameThatStandsNowhereIsRefused(sentence: String, name: String) {
    #expect(objections(sentence).contains(.name(name)))
  }

  @Test(arguments: [
    "Talvorin is not contraindicated when the eGFR is below 30 mL/min/1.73m2.", "Talvorin does prolong the QT interval.",
    "Revenue never rose to $3.2 billion in 2023.",
  ])
  func aTurnedNegationIsRefused(sentence: String) { #expect(objections(sentence).contains(.negation)) }

  @Test(arguments: [
    "Talvorin is contraindicated when the eGFR is above 30 mL/min/1.73m2.", "Revenue fell to $3.2 billion in 2023.",
    "Talvorin is indicated when the eGFR is below 30 mL/min/1.73m2.",
  ])
  func anOppositeIsRefused(sentence: String) {
    #expect(objections(sentence).contains { if case .opposite = $0 { true } else { false } })
  }

  @Test func wordsOutOfNowhereAreRefused() {
    #expect(objections("Grapes grow well on sunny hills and taste sweet.").contains { if case .support = $0 { true } else { false } })
  }

  @Test func aReasonThatTheDecoderMadeUpIsRefused() {
    let verification = Verification(
      evidence: ["Tablets are taken with food because fat triples their absorption."],
      question: "Why are the tablets of talvorin taken with food?")
    let objections = verification.objections(to: "Because talvorin is a fat-soluble drug, it triples its absorption in food.")
    #expect(objections.contains { if case .support = $0 { true } else { false } })
  }

  @Test(arguments: [
    ("It is not allowed.", true), ("It is allowed.", false), ("no more than 5 are allowed", false), ("It isn't safe.", true),
    ("not only safe but cheap", false), ("It never fails.", true), ("nothing is not known", false),
  ])
  func negationIsCounted(text: String, isNegated: Bool) { #expect(Polarity.isNegated(text) == isNegated) }

  @Test(arguments: [
    ("Talvorin is contraindicated.", -1), ("Dogs are not allowed.", -1), ("Members may enter; it is permitted.", 1),
    ("It is not forbidden.", 1), ("It must not be used.", -1), ("The wall is high.", 0),
  ])
  func permissionIsRead(text: String, sign: Int) { #expect(Polarity.permission(of: text) == sign) }
}
