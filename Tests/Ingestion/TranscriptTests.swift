import Foundation
import Ingestion
import KnowledgeGraph
import Testing

@Suite("Transcripts with times are read as speech, and their bytes tell the seconds")
struct TranscriptTests {
  static let text = """
    WEBVTT

    NOTE who speaks

    00:00:01.500 --> 00:00:04.000
    Veltamine is started at 250 mg

    00:00:04.000 --> 00:00:06.250 align:left
    once a day. Größere Dosen

    1
    01:02.000 --> 01:03.000
    are not allowed.
    """

  @Test func cuesRunOnAndAPauseBeginsAParagraph() async throws {
    let bench = try await Workbench()
    let report = try await bench.ingest("dose.vtt", Self.text)
    let texts = try await bench.texts("dose.vtt")
    #expect(texts.joined(separator: "\n\n") == "Veltamine is started at 250 mg once a day. Größere Dosen\n\nare not allowed.")
    let record = try #require(try await bench.store.read { try $0.document(report.documentID) })
    #expect(record.mediaType == "text/vtt")
  }

  @Test func aByteRangeTellsItsSeconds() throws {
    let bytes = Array(Self.text.utf8), times = SpokenTimes(bytes)
    func range(_ words: String) -> Range<Int> {
      let part = Self.text.range(of: words)!
      return Self.text.utf8.distance(from: Self.text.startIndex, to: part.lowerBound)..<Self.text.utf8.distance(from: Self.text.startIndex, to: part.upperBound)
    }
    #expect(times.seconds(of: range("250 mg"))! == (1.5, 4))
    #expect(times.seconds(of: range("Dosen"))! == (4, 6.25))
    #expect(times.seconds(of: range("250 mg").lowerBound..<range("once").upperBound)! == (1.5, 6.25))
    #expect(times.seconds(of: range("allowed"))! == (62, 63))
    #expect(times.seconds(of: range("WEBVTT")) == nil && times.seconds(of: range("who speaks")) == nil)
  }

  @Test(arguments: ["", "WEBVTT", "00:00:01.000 --> ", "--> -->", "00:00:00.000 --> 00:00:01.000", "99:99:99.999 --> 1:2.3\nx", "999999999999:00.000 --> 00:01.000\nx"])
  func whatIsNoTranscriptGivesNothing(_ text: String) {
    #expect(SpokenTimes(Array(text.utf8)).seconds(of: 0..<text.utf8.count) == nil)
  }

  @Test func aRecordingWithoutAModelIsRefusedInOneSentence() async throws {
    let bench = try await Workbench()
    let error = await #expect(throws: IngestionError.self) { try await bench.ingest("talk.mp3", Array("ID3".utf8)) }
    #expect(error?.description.contains("fetch-models.sh --only speech") == true)
  }
}
