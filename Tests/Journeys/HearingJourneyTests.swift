import Foundation
import TestFiles
import Testing
import Wire

/// Recordings: transcribed, asked with, taken in and cited by their seconds.
@Suite(.serialized) struct HearingJourneyTests {
  private static let speech = "faster-whisper-tiny.en"

  private static let audio = TestFiles.data.appending(path: "audio")

  private func daemon() throws -> DaemonProcess {
    let daemon = try DaemonProcess()
    try daemon.linkModels([Programs.encoderFolder, Programs.smallDecoder, Self.speech])
    try daemon.start()
    try daemon.waitUntilReady()
    return daemon
  }

  @Test func aRecordingIsWrittenDownWithItsTimes() throws {
    let daemon = try daemon()
    let file = Self.audio.appending(path: "jfk.flac").path
    let plain = try daemon.kgassist("transcribe", file)
    #expect(plain.status == 0, "\(plain.errors)")
    #expect(plain.output.contains("ask what you can do for your country."))
    let timed = try daemon.kgassist("transcribe", "--timestamps", file)
    #expect(timed.output.split(separator: "\n").last == "[0:08.00 – 0:11.00] ask what you can do for your country.")
    let json = try daemon.kgassist("transcribe", "--json", file)
    let last = try #require(json.output.split(separator: "\n").last)
    let whole = try JSONDecoder().decode(TranscriptShape.self, from: Data(last.utf8))
    #expect(whole.segments.count == 2 && whole.duration == 11)
  }

  @Test func whatIsNoRecordingIsOneSentenceAndTheDaemonGoesOn() throws {
    let daemon = try daemon()
    let sound = [UInt8](try Data(contentsOf: Self.audio.appending(path: "cards/001.wav")))
    func patched(_ at: Int, _ bytes: [UInt8]) -> [UInt8] { Array(sound[..<at]) + bytes + sound[(at + bytes.count)...] }
    let bad: [(name: String, bytes: [UInt8])] = [
      ("header.wav", Array(sound[..<44])), ("text.wav", Array("no sound at all".utf8)), ("rate.wav", patched(24, [255, 255, 255, 127])),
      ("channels.wav", patched(22, [255, 255])), ("noise.mp3", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }),
    ]
    for (name, bytes) in bad {
      let file = daemon.folder.url.appending(path: name)
      try Data(bytes).write(to: file)
      let refused = try daemon.kgassist("transcribe", file.path)
      #expect(refused.status == 65, "\(name): \(refused.status) \(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1 && refused.output.isEmpty, "\(name): \(refused.errors)")
    }
    // A length past the end counts for nothing: what is there is heard.
    let lies = daemon.folder.url.appending(path: "lies.wav")
    try Data(patched(40, [255, 255, 255, 127])).write(to: lies)
    #expect(try daemon.kgassist("transcribe", lies.path).output.contains("10 of clubs"))
    let silent = daemon.folder.url.appending(path: "silent.wav")
    try Data(Array(sound[..<44]) + [UInt8](repeating: 0, count: sound.count - 44)).write(to: silent)
    let nothing = try daemon.kgassist("transcribe", silent.path)
    #expect(nothing.status == 65 && nothing.errors.contains("nobody can be heard") && nothing.output.isEmpty)
  }

  @Test func aRecordingIsTakenInAndCitedByItsSeconds() throws {
    let daemon = try daemon()
    let file = Self.audio.appending(path: "jfk.flac").path
    let ingested = try daemon.kgassist("ingest", file)
    #expect(ingested.status == 0, "\(ingested.errors)")
    let asked = try daemon.kgassist("ask", "--json", "--extractive", "--audio", file)
    #expect(asked.status == 0, "\(asked.errors)\(asked.output)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    let citation = try #require(answer.citations.first)
    #expect(citation.name == "jfk.flac" && citation.verified)
    let seconds = try #require(citation.seconds)
    #expect(seconds.start >= 0 && seconds.end <= 11 && seconds.start < seconds.end)
  }

  @Test func aQuestionMayBeOnlyARecording() throws {
    let daemon = try daemon()
    let file = Self.audio.appending(path: "jfk.flac").path
    #expect(try daemon.kgassist("ingest", file).status == 0)
    let asked = try daemon.kgassist("ask", "--json", "--audio", file)
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    #expect(answer.heard?.contains("ask what you can do for your country") == true)
    #expect(answer.timingsMs.perceive > 0)
  }

  @Test func anAttachedRecordingIsEvidenceCitedByItsSeconds() throws {
    let daemon = try daemon()
    let file = Self.audio.appending(path: "jfk.flac").path
    let asked = try daemon.kgassist("ask", "--json", "--extractive", "What should my fellow Americans ask?", "--audio", file)
    #expect(asked.status == 0, "\(asked.errors)\(asked.output)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    let citation = try #require(answer.citations.first), seconds = try #require(citation.seconds)
    #expect(citation.name == "recording 1" && citation.verified && seconds.start >= 0 && seconds.end <= 11.5 && seconds.start < seconds.end)
    let heard = Array(try #require(answer.heard).utf8)
    #expect(heard[citation.start..<citation.end].elementsEqual(citation.quote.utf8))
    let other = try daemon.kgassist("ask", "--extractive", "Who discovered penicillin?", "--audio", file)
    #expect(other.status == 3, "\(other.output)")
  }
}
