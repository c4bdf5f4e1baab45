import Foundation
import TestFiles
import Testing
import Wire

/// Pictures: read, asked with, taken in and cited by the boxes of their lines.
@Suite(.serialized) struct SeeingJourneyTests {
  private static let reader = "PP-OCRv4"

  private func daemon(_ more: [String] = []) throws -> DaemonProcess {
    let daemon = try DaemonProcess()
    try daemon.linkModels([Programs.encoderFolder, Programs.smallDecoder, Self.reader] + more)
    try daemon.start()
    try daemon.waitUntilReady()
    return daemon
  }

  private func page(_ name: String) -> String { TestFiles.recording("pages/\(name).png").path }

  private func ask(_ daemon: DaemonProcess, _ words: String...) throws -> AskReply {
    let asked = try daemon.kgassist(["ask", "--json", "--extractive"] + words)
    #expect(asked.status == 0 || asked.status == 3, "\(asked.errors)")
    return try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
  }

  @Test func aPageOfProseAnswersWhatStandsOnIt() throws {
    let daemon = try daemon()
    let answer = try ask(daemon, "What does the Gordon growth model show for dividends paid from taxed profit?", "--image", page("prose0"))
    let price = try ask(daemon, "What is the price of the contract?", "--image", page("prose0"))
    #expect(answer.outcome == .answered || price.outcome == .answered, "\(answer) \(price)")
    for citation in answer.citations + price.citations {
      #expect(citation.name == "image 1" && citation.verified && citation.document == "attachment:1")
      let place = try #require(citation.places?.first)
      #expect(place.page == 1 && place.left >= 0 && place.right <= 1000 && place.top < place.bottom)
    }
    #expect(price.answer.contains("800"), "\(price.answer)")
    let seen = Array(try #require(price.seen).utf8)
    for citation in price.citations { #expect(seen[citation.start..<citation.end].elementsEqual(citation.quote.utf8)) }
    let other = try ask(daemon, "What is the capital of France?", "--image", page("prose0"))
    #expect(other.outcome == .abstained && other.citations.isEmpty, "\(other.answer)")
  }

  @Test func aReceiptAndATableAreLookedUp() throws {
    let daemon = try daemon()
    let total = try ask(daemon, "What is the total of this receipt?", "--image", page("receipt"))
    #expect(total.answer.contains("31.36") && total.citations.first?.name == "image 1", "\(total.answer)")
    let lowest = try ask(daemon, "Which company has the lowest P/E ratio?", "--image", page("receipt"), "--image", page("table"))
    #expect(lowest.answer.contains("Tailspin SE"), "\(lowest.answer)")
    #expect(lowest.citations.first?.name == "image 2" && lowest.citations.first?.document == "attachment:2")
  }

  @Test func aChartAnswersWithAValueAndTheBoxOfItsPlot() throws {
    let daemon = try daemon(), chart = TestFiles.recording("charts/chart054.png").path
    // Drawn were 132,522 of exports to Asia and 37,404 of imports from Africa.
    for (question, wanted) in [("What are the exports of Asia?", 132_522.0), ("How high were the imports of Africa?", 37_404)] {
      let answer = try ask(daemon, question, "--image", chart)
      let citation = try #require(answer.citations.first, "\(answer.answer)"), place = try #require(citation.places?.first)
      #expect(answer.outcome == .answered && citation.name == "image 1" && citation.verified && citation.quote.contains("about "))
      let said = answer.answer.split(whereSeparator: { !$0.isNumber && $0 != "." }).compactMap { Double($0) }
      #expect(said.contains { abs($0 - wanted) < 0.02 * 160_000 }, "\(answer.answer)")
      // The plot, not a word of it.
      #expect(place.page == 1 && place.right - place.left > 300 && place.bottom - place.top > 150)
    }
    let gold = try ask(daemon, "What is the price of gold?", "--image", chart)
    #expect(gold.outcome == .abstained, "\(gold.answer)")
  }

  @Test func aStoredChartIsFoundByWhatItShowsAndHowItIsDrawn() throws {
    let daemon = try daemon(), folder = TestFiles.recording("charts").path
    let charts = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") }.sorted()
    #expect(charts.count > 2)
    let taken = try daemon.kgassist(["ingest"] + charts.map { folder + "/" + $0 })
    #expect(taken.status == 0, "\(taken.errors)")
    let answer = try ask(daemon, "Which chart shows the exports to Asia?")
    let citation = try #require(answer.citations.first, "\(answer.answer)"), place = try #require(citation.places?.first)
    #expect(answer.outcome == .answered && citation.name == "chart054.png" && citation.verified && answer.answer.hasPrefix("chart054.png"), "\(answer.answer)")
    #expect(place.page == 1 && place.left < place.right && place.top < place.bottom)
    let none = try ask(daemon, "Which chart shows the rainfall in Norway?")
    #expect(none.outcome == .abstained, "\(none.answer)")
  }

  @Test func aPictureAloneAsksWhatItMeans() throws {
    let daemon = try daemon()
    let document = try daemon.folder.write(
      "bonds.md", "# Bonds\n\nThe yield of a bond rises when its price falls, because its payments are fixed.\n")
    #expect(try daemon.kgassist("ingest", document.path).status == 0)
    let answer = try ask(daemon, "--image", page("wide"))
    #expect(answer.outcome == .answered && answer.citations.first?.name == "bonds.md", "\(answer.answer)")
    let unknown = try ask(daemon, "--image", page("terminal"))
    #expect(unknown.outcome == .abstained, "\(unknown.answer)")
  }

  @Test func aPictureAndARecordingComeTogether() throws {
    let daemon = try daemon(["faster-whisper-tiny.en"])
    let sound = TestFiles.data.appending(path: "audio/jfk.flac").path
    let answer = try ask(daemon, "What is the total of this receipt?", "--image", page("receipt"), "--audio", sound)
    #expect(answer.answer.contains("31.36") && answer.heard?.contains("fellow Americans") == true && answer.seen?.contains("Coffee beans") == true)
    let found = try daemon.kgassist("search", "coffee beans", "-k", "3")
    #expect(!found.output.contains("image 1"), "what came with a question is never stored")
  }

  @Test func aPictureInAChatIsReadToTheDecoder() throws {
    let daemon = try daemon()
    let data = try Data(contentsOf: URL(filePath: page("small"))).base64EncodedString()
    func body(_ url: String) -> String {
      #"{"messages":[{"role":"user","content":[{"type":"text","text":"Repeat:"},{"type":"image_url","image_url":{"url":"\#(url)"}}]}],"max_tokens":24}"#
    }
    let connection = try Connection(daemon.socket)
    try connection.post("/v1/chat/completions", json: body("data:image/png;base64," + data))
    let reply = try connection.reply()
    #expect(reply.status == 200 && reply.text.contains("500"), "\(reply.text)")
    let other = try Connection(daemon.socket)
    try other.post("/v1/chat/completions", json: body("https://example.org/a.png"))
    #expect(try other.reply().status == 400)
  }

  @Test func whatIsNoPictureIsOneSentenceAndTheDaemonGoesOn() throws {
    let daemon = try daemon()
    let png = [UInt8](try Data(contentsOf: URL(filePath: page("small"))))
    // The width is the first number of the header; its checksum is then wrong as well, as a liar's would not be.
    let wide = Array(png[..<16]) + [0, 1, 0x86, 0xA0] + png[20...]
    let bad: [(name: String, bytes: [UInt8])] = [
      ("wide.png", wide), ("half.png", Array(png[..<(png.count / 2)])), ("text.png", Array("no picture".utf8)), ("empty.png", []),
      ("cut.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46]), ("sound.png", Array("RIFF\u{1}\u{1}\u{1}\u{1}WAVEfmt ".utf8)),
    ]
    for (name, bytes) in bad {
      let file = daemon.folder.url.appending(path: name)
      try Data(bytes).write(to: file)
      for command in [["read", file.path], ["ask", "What is it?", "--image", file.path]] {
        let refused = try daemon.kgassist(command)
        #expect([1, 65].contains(refused.status), "\(name): \(refused.status) \(refused.errors)")
        #expect(refused.errors.split(separator: "\n").count == 1 && refused.output.isEmpty, "\(name): \(refused.errors)")
      }
    }
    let read = try daemon.kgassist("read", page("small"))
    #expect(read.status == 0 && read.output.contains("500 mg"))
  }

  @Test func anEncoderOfOnesOwnTurnsPicturesIntoVectors() throws {
    let without = try daemon()
    let refused = try without.kgassist("embed", "--image", page("small"))
    #expect(refused.status == 78 && refused.errors.contains("KGASSIST_IMAGE_ENCODER"), "\(refused.errors)")
    let daemon = try DaemonProcess()
    daemon.settings["KGASSIST_IMAGE_ENCODER"] = TestFiles.recording("image-encoder/encoder.onnx").path
    try daemon.linkModels()
    try daemon.start()
    try daemon.waitUntilReady()
    let embedded = try daemon.kgassist("embed", "--image", page("small"))
    #expect(embedded.status == 0 && embedded.output.split(separator: " ").count == 24, "\(embedded.errors)")
    #expect(try daemon.kgassist("doctor").output.contains("encoder.onnx"))
  }
}
