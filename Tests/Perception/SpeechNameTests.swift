import Perception
import Testing

@Suite struct SpeechNameTests {
  @Test func namesAreFoundByLettersAndBySound() {
    let names = NameCandidates(["haemoglobin", "crystalloid", "acetaminophen", "total liabilities", "Go", "mutex"])
    let near = names.nearest(2, to: "What is a crystal oid?")
    #expect(near.first?.name == "crystalloid" && near.first?.words == 3..<5)
    #expect(names.nearest(1, to: "the hemo globin level").first?.name == "haemoglobin")
    let exact = names.nearest(1, to: "All total liabilities count").first
    #expect(exact?.name == "total liabilities" && exact?.words == 1..<3 && exact?.distance == 0)
    #expect(names.nearest(5, to: "").isEmpty && NameCandidates([]).nearest(3, to: "mutex").isEmpty)
    #expect(!names.nearest(6, to: "go go go").contains { $0.name == "Go" })
  }
}
