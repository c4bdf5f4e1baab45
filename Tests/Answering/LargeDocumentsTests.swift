import Answering
import Testing

/// What goes wrong once many documents are stored: text that only leads a reader, lists of other things, words that look alike.
@Suite("Sentences that tell are preferred to those that lead a reader about") struct LargeDocumentsTests {
  private func ask(_ question: String, _ documents: [String: String]) async throws -> Answer {
    let made = try await MadeUpStore()
    for (name, text) in documents { try await made.add(name, text) }
    let answer = try await made.ask(question)
    await made.remove()
    return answer
  }

  @Test("What a reader shall learn is no definition") func aims() async throws {
    let answer = try await ask("What is a frond map?", [
      "aims.md": "# Frond maps\n\nBy the end of this section you should be able to\n\n- Identify the parts of a frond map.\n- Draw a frond map.\n",
      "maps.md": "# Maps\n\nA frond map is a drawing of where the tide leaves kelp.\n",
    ])
    #expect(answer.answer.hasPrefix("A frond map is a drawing"), "\(answer.answer)")
  }

  @Test("A pointer to another chapter does not answer") func pointers() async throws {
    let answer = try await ask("Can kelp rot be prevented?", [
      "rot.md": "# Kelp rot\n\nTo learn more about kelp rot and how it is prevented, see the chapter on prevention. Rinsing the nets prevents kelp rot.\n"
    ])
    #expect(answer.answer.contains("Rinsing") && !answer.answer.contains("chapter"), "\(answer.answer)")
  }

  @Test("The number of a name is not subtracted, and each of the two things is told of") func differences() async throws {
    let answer = try await ask("What is the difference between type 1 and type 2 sandsickness?", [
      "types.md": "# Sandsickness\n\nWith type 1 sandsickness the gills close. With type 2 sandsickness the fins stiffen.\n"
    ])
    #expect(answer.answer.contains("gills") && answer.answer.contains("fins") && !answer.answer.contains("−"), "\(answer.answer)")
    let measured = try await ask("What is the difference in length between the Skerry pier and the Holm pier?", [
      "piers.md": "# Piers\n\nThe Skerry pier is 320 m long. The Holm pier is 210 m long.\n"
    ])
    #expect(measured.answer.contains("110 m"), "\(measured.answer)")
  }

  @Test("A word that only begins alike is another word") func alike() async throws {
    let answer = try await ask("What is harbour capitalization?", [
      "harbour.md": "# Harbour\n\nThe harbour raises capital from its members, and the harbour is a company.\n"
    ])
    #expect(answer.outcome == .abstained, "\(answer.answer) \(answer.confidence)")
  }

  @Test("Marks of quoted lines are not said, signs of comparison are") func quoted() {
    let text = SentenceCutter.sentences(in: "> Note: Nets are dried\n> before they are stored.\n").map(\.text)
    #expect(text == ["Note: Nets are dried before they are stored."])
    let row = SentenceCutter.sentences(in: "| depth | gear |\n| --- | --- |\n| > 30 m | trawl |\n").map(\.text)
    #expect(row.contains { $0.contains("> 30 m") })
  }
}
