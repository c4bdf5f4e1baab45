import Foundation
import Wire

enum AskCommand: Command {
  static let name = "ask"
  static let summary = "a question, answered from the stored documents and graphs with citations"
  static let usage = ["ask [QUESTION | -] [--image FILE]... [--audio FILE]... [--domain D] [--adapter NAME]... [--decoder NAME] [--extractive] [--json] [--no-stream] [--max-tokens N] [--deadline 20s] [--conversation ID]"]
  static let flags = [
    Flag.domain,
    Flag("--image", "FILE", "a picture (PNG, JPEG) or PDF that belongs to the question; may be given several times"),
    Flag("--audio", "FILE", "a recording that belongs to the question, or is the question; may be given several times"),
    Flag("--adapter", "NAME", "let the decoder answer with this adapter; several are stacked in the order given. kgassist models lists them"),
    Flag("--decoder", "NAME", "let a decoder that kgassist train decoder made word the answer, not the loaded one"),
    Flag("--extractive", "answer with the evidence's own sentences; no decoder is used"),
    Flag.json,
    Flag("--no-stream", "print the answer when it is whole"),
    Flag("--max-tokens", "N", "the most tokens the decoder may write"),
    Flag("--deadline", "TIME", "end after this time (20s, 500ms, 2m) with exit code 124"),
    Flag("--conversation", "ID", "continue the conversation of this name"),
  ]
  static let notes = """
    Sentences appear as they are verified; the documents that they stand in are listed after them. Text piped in is joined
    to the question; `-` waits for it.

    Exit codes: 0 answered, 3 not enough evidence, 69 no daemon, 75 busy, 124 the deadline passed.

      kgassist ask "Is metformin contraindicated at an eGFR of 25?"
      kgassist ask --extractive --domain finance "What is compound interest?"
      kgassist ask --audio question.ogg
      cat error.log | kgassist ask "What does this message mean?"
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let asking = try Asking(arguments)
    // A picture alone asks what it means, a recording alone is the question.
    let question = arguments.words.isEmpty && !asking.attachments.isEmpty ? "" : try StandardInput.joined(arguments.words, what: "the question")
    return try asking.ask(question, of: try DaemonClient())
  }
}
