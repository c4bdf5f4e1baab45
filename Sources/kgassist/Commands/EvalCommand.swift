import Foundation
import Wire

enum EvalCommand: Command {
  static let name = "eval"
  static let summary = "scores sets of questions: answers, citations and abstentions"
  static let usage = ["eval SET.jsonl... [--extractive] [--json] [--wrong]", "eval links [--domain D] [--json]",
    "eval --ablation [edges|spoken|pictures|passages|chains|all] [--data FOLDER] [--seeds N] [--steps N] [--json]"]
  static let flags = [
    Flag("--extractive", "answer with the evidence's own sentences"), Flag.json,
    Flag("--wrong", "show each question that was not answered as expected"),
    Flag("--domain", "D", "with links: the embeddings of this domain alone"),
    Flag("--ablation", "train and judge the fusion Transformer with and without each modality"),
    Flag("--data", "FOLDER", "with --ablation: the part's data; for several parts a folder with one for each, by their names"),
    Flag("--seeds", "N", "with --ablation: trainings a row; unset: 3"),
    Flag("--steps", "N", "with --ablation edges, spoken or chains: at most so many steps a training, to see that it runs"),
    Flag("--deadline", "TIME", "the most time a question may take"),
  ]
  static let words = ["links"] + Ablation.allCases.map(\.rawValue) + ["all"]
  static let notes = """
    A set holds one object a line: {"id","question","answer":[…accepted…],"document","domain","abstain":false}, optionally
    "contains":[…] (each must stand in the answer; alternatives joined by |) and "forbidden":[…]. With --json each answer is
    an object a line, then each set's figures, and last the total's.

    eval links tells how well the graph's embeddings rank held-out links: all, by kind of relation, by relation.

    eval --ablation prints the tables of Sources/Fusion/README.md anew, each row with its interval; minutes a seed, chains an
    hour. Only edges and spoken read the store, which must have the shipped graphs, and graph infer applied. The data of
      spoken    Tests/Reference/speak_questions.py FOLDER
      pictures  Tests/Reference/draw_topics.py FOLDER
      passages  sets of documents and questions, a folder each
      chains    MetaQA, unpacked, with half of its graph

      kgassist eval Graphs/*/questions.jsonl --wrong
      kgassist eval --ablation edges --seeds 1
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    if arguments.has("--ablation") { return try ablation(arguments) }
    guard !arguments.words.isEmpty else { throw Failure.usage("eval takes at least one set: kgassist eval SET.jsonl...") }
    if arguments.words == ["links"] { return try links(arguments) }
    let sets = try arguments.words.map { try QuestionSet(path: $0) }
    var run = EvalRun(
      daemon: try DaemonClient(), isExtractive: arguments.has("--extractive"), printsJSON: arguments.has("--json"),
      showsWrong: arguments.has("--wrong"), deadline: try arguments.milliseconds("--deadline"))
    try run.score(sets)
    return ExitCode.done
  }
}

/// The questions of one file.
struct QuestionSet {
  let name: String
  let questions: [EvaluationQuestion]
  /// Pictures and recordings are named from here.
  private let folder: URL

  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) is not there or cannot be read", exitCode: ExitCode.inputMissing)
    }
    var questions: [EvaluationQuestion] = []
    var number = 0
    for line in [UInt8](data).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do throws(WireJSONError) {
        questions.append(try WireJSON.decode(EvaluationQuestion.self, from: Array(line)))
      } catch {
        throw Failure("\(path), line \(number): \(error.message)", exitCode: ExitCode.undecodable)
      }
    }
    guard !questions.isEmpty else { throw Failure("\(path) holds no questions", exitCode: ExitCode.undecodable) }
    name = path
    folder = URL(filePath: path).deletingLastPathComponent()
    self.questions = questions
  }

  /// What comes with a question.
  func attachments(of question: EvaluationQuestion) throws -> [Attachment]? {
    let pictures = try question.image.map { [try InputFile.picture(at: folder.appending(path: $0).path)] } ?? []
    let recordings = try question.audio.map { [try InputFile.recording(at: folder.appending(path: $0).path)] } ?? []
    return pictures.isEmpty && recordings.isEmpty ? nil : pictures + recordings
  }
}
