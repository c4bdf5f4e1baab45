import Foundation
import Kernels
import Media
import Perception

/// Hears recordings of questions about names, without the names, with them in the search, and with the nearest names
/// judged by the sound; `speak_terms.py` makes the recordings.
enum TermsCase {
  static func measure(_ arguments: BenchArguments) async throws {
    guard let data = arguments.data else { throw BenchArguments.Fault(description: "name the folder that speak_terms.py wrote with --data") }
    let folder = arguments.model ?? BenchArguments.modelFolder + "/faster-whisper-tiny.en"
    let recognizer = try SpeechRecognizer(folder: folder, compute: arguments.compute)
    let names = try String(contentsOfFile: data + "/names.txt", encoding: .utf8).split(separator: "\n").map(String.init)
    let candidates = NameCandidates(names)
    for part in ["tuning", "test"] {
      let stems = try FileManager.default.contentsOfDirectory(atPath: data + "/" + part).filter { $0.hasSuffix(".wav") }.sorted()
      var questions: [Question] = []
      for stem in stems.map({ data + "/" + part + "/" + $0.dropLast(4) }) {
        questions.append(
          Question(
            samples: try await SoundReader().samples(of: [UInt8](Data(contentsOf: URL(filePath: stem + ".wav")))),
            text: try String(contentsOfFile: stem + ".txt", encoding: .utf8),
            name: try String(contentsOfFile: stem + ".term", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
      }
      // What is chosen on one half is shown on the other.
      let bonuses: [Float] = part == "tuning" ? [0, 1, 2, 3] : [0, TermTree.standardBonus]
      for bonus in bonuses {
        var settings = SpeechSettings()
        settings.temperatures = [0]
        if bonus > 0 {
          settings.terms = recognizer.terms(names)
          settings.terms!.bonus = bonus
        }
        let found = questions.map { recognizer.segments($0.samples, settings: settings).map(\.text).joined() }
        try tell(bonus == 0 ? "\(part): without the names" : "\(part): names in the search, bonus \(bonus)", found, questions, arguments)
        guard bonus == 0 || bonus == TermTree.standardBonus else { continue }
        let near = found.map { candidates.nearest(16, to: $0) }
        let among = zip(questions, near).filter { question, near in near.contains { $0.name == question.name } }.count
        let named = zip(zip(questions, found), near).map { pair, near in
          near.first?.distance == 0 ? nil : recognizer.spokenName(in: pair.0.samples, transcript: pair.1, candidates: near)
        }
        for margin in part == "tuning" ? [0, 2, 4, 8, 100] : [SpeechRecognizer.standardMargin, 100] {
          let corrected = zip(found, named).map { text, name in name.map { $0.gain > -margin ? $0.text : text } ?? text }
          try tell(
            "\(part): the same, and the likeliest of the 16 nearest names (the right one among them \(among) times) where it costs at most \(margin)",
            corrected, questions, arguments)
        }
      }
    }
  }

  private struct Question {
    let samples: [Float]
    let text: String
    let name: String
  }

  private static func tell(_ what: String, _ found: [String], _ questions: [Question], _ arguments: BenchArguments) throws {
    var right = 0, wrong = 0, words = 0
    for (text, question) in zip(found, questions) {
      func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
      if plain(text).contains(plain(question.name)) { right += 1 }
      let errors = HearCase.wordErrors(text, expected: question.text)
      wrong += errors.wrong
      words += errors.words
    }
    try BenchLine(
      case: "terms", what: "\(what); \(wrong) of \(words) words wrong", value: rounded(Double(right) / Double(questions.count)), unit: "names right",
      threads: arguments.compute.pool.threadCount, isa: arguments.instructionSet.rawValue, runs: 1).print()
  }
}
