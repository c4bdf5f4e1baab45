import Foundation
import Wire

enum TranscribeCommand: Command {
  static let name = "transcribe"
  static let summary = "speech to text: WAV, FLAC, OGG or MP3"
  static let usage = ["transcribe FILE | - [--timestamps] [--json] [--language CODE] [--domain D] [--plain]"]
  static let flags = [
    Flag("--timestamps", "print each segment on a line of its own with its times"),
    Flag.json,
    Flag("--language", "CODE", "the language spoken, as in en; left out, it is heard (models of English alone know no other)"),
    Flag("--domain", "D", "finance, medical or code: whose names to expect; left out, all of the graph's"),
    Flag("--plain", "do not prefer the graph's names"),
  ]
  static let notes = """
    Segments appear as they are heard. Names of the graph are preferred where the sound allows them. --json prints one
    object a line: each segment, and last the whole transcript.

    Exit codes: 0 done, 65 not a recording that can be read, or without speech, 66 the file is missing, 69 no daemon.

      kgassist transcribe rounds.mp3 --timestamps
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 1 else { throw Failure.usage("name one recording: kgassist transcribe FILE") }
    let bytes = try InputFile.bytes(of: arguments.words[0])
    let printsJSON = arguments.has("--json"), showsTimes = arguments.has("--timestamps")
    var query = ["stream": "1"]
    query["language"] = arguments.text("--language")
    query["domain"] = try arguments.domain()
    if arguments.has("--plain") { query["plain"] = "1" }
    var bar = ProgressBar(), done: TranscriptShape?, isFirst = true
    try DaemonClient().events(["v1", "transcribe"], query, bytes: bytes) { event in
      let data = Array(event.data.utf8)
      switch event.name {
      case "progress":
        let progress = try WireJSON.decode(TranscriptShape.Progress.self, from: data)
        bar.show(Int(progress.done), of: Int(progress.total.rounded(.up)), "seconds")
      case "segment":
        bar.clear()
        if printsJSON {
          Terminal.print(event.data)
        } else {
          let segment = try WireJSON.decode(TranscriptShape.Segment.self, from: data)
          let text = Terminal.harmless(segment.text)
          if showsTimes {
            Terminal.print("[\(Self.time(segment.start)) – \(Self.time(segment.end))] \(text.trimmingCharacters(in: .whitespaces))")
          } else {
            Terminal.print(isFirst ? text.trimmingCharacters(in: .whitespaces) : text, terminator: "")
          }
          isFirst = false
        }
      case "done": done = try WireJSON.decode(TranscriptShape.self, from: data)
      default: break
      }
    }
    bar.clear()
    guard let done else { throw Failure("the transcript broke off; is the daemon ending? Try again", exitCode: ExitCode.busy) }
    if printsJSON {
      Terminal.print(String(decoding: try WireJSON.encode(done), as: UTF8.self))
    } else if !showsTimes {
      Terminal.print("")
    }
    return ExitCode.done
  }

  /// `1:02.34`, with hours where there are any.
  static func time(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100).rounded()), whole = hundredths / 100
    let rest = String(format: "%02d.%02d", whole % 60, hundredths % 100)
    return whole < 3600 ? "\(whole / 60):\(rest)" : "\(whole / 3600):\(String(format: "%02d", whole / 60 % 60)):\(rest)"
  }
}
