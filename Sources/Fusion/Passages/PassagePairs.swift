import Foundation
import Kernels

/// Questions with the passages that answer them, made from documents: a section's heading asks, the section answers.
///
/// Headings that are questions are asked as they are, others in wordings. The passages keep their document's title and lose the heading, which
/// would give them away. Another section of the same document is a wrong answer that looks right. Code is asked for by the sentence above it, and
/// has no title: who searches for code has other words than the code.
public struct PassagePairs: Sendable, Equatable {
  public struct Section: Sendable, Equatable {
    /// The document's.
    public var title: String
    public var text: String
    /// nil where the heading says too little to be asked.
    public var question: String?
  }

  public let sections: [Section]

  /// What stands above sections of any document.
  private static let empty: Set<String> = [
    "introduction", "summary", "chapter summary", "key terms", "key concepts", "references", "conclusion", "overview", "example", "examples", "exercises",
    "review questions", "learning objectives", "problems", "bibliography", "note", "notes", "practice",
  ]
  private static let wordings = [
    "What is {}?", "Explain {}", "How does {} work?", "what should I know about {}", "Tell me about {}", "{}", "Why does {} matter?", "definition of {}",
  ]

  /// - Parameters:
  ///   - documents: Markdown, in an order that counts.
  ///   - most: sections in all.
  ///   - seed: of the wordings, and of which documents are left out when there are too many.
  public init(documents: [String], most: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed), sections: [Section] = []
    for document in documents.shuffled(using: &random) {
      let found = Self.sections(of: document, using: &random)
      guard sections.count + found.count <= most else { break }
      sections += found
    }
    self.sections = sections
  }

  /// - Parameters:
  ///   - examplesOf: Markdown whose blocks of code follow a sentence that says what they do.
  ///   - most: blocks in all.
  public init(examplesOf documents: [String], most: Int) {
    sections = Array(documents.flatMap(Self.examples).prefix(most))
  }

  private static func examples(of document: String) -> [Section] {
    var above: [Substring] = [], code: [Substring]?, result: [Section] = [], isRemark = false
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<!--") { isRemark = true }
      if isRemark {
        isRemark = !line.hasSuffix("-->")
      } else if line.hasPrefix("```") {
        if let block = code?.joined(separator: "\n"), let asked = lastSentence(above), block.utf8.count >= 60 {
          result.append(Section(title: "", text: block, question: asked))
        }
        (code, above) = code == nil ? ([], above) : (nil, [])
      } else if code != nil {
        code?.append(line)
      } else if line.hasPrefix("#") {
        above = []
      } else if !line.allSatisfy(\.isWhitespace) {
        above.append(line)
      }
    }
    return result
  }

  /// What a text ends with, without marks; nil where it is no sentence of five words.
  private static func lastSentence(_ lines: [Substring]) -> String? {
    let text = lines.suffix(4).joined(separator: " ").filter { !"*`_".contains($0) }
    guard let last = text.split(separator: ". ").last else { return nil }
    let sentence = last.trimmingCharacters(in: .whitespaces.union(.punctuationCharacters))
    return (5...40).contains(sentence.split(separator: " ").count) ? sentence : nil
  }

  private static func sections(of document: String, using random: inout SeededGenerator) -> [Section] {
    var title = "", heading = "", body: [Substring] = [], result: [Section] = []
    func end(_ random: inout SeededGenerator) {
      let text = body.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      body = []
      guard text.utf8.count >= 120, !title.isEmpty else { return }
      result.append(Section(title: title, text: text, question: question(heading, using: &random)))
    }
    var isCode = false
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      guard line.hasPrefix("#"), !isCode else {
        body.append(line)
        continue
      }
      end(&random)
      heading = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
      if title.isEmpty { title = heading }
    }
    end(&random)
    return result
  }

  private static func question(_ heading: String, using random: inout SeededGenerator) -> String? {
    guard heading.utf8.count >= 4, !empty.contains(heading.lowercased()) else { return nil }
    if heading.hasSuffix("?") { return heading.replacing(" ?", with: "?").replacing("(are) ", with: "") }
    let wording = wordings[Int(random.next() % UInt64(wordings.count))]
    return wording.replacing("{}", with: heading.split(separator: " ").count > 1 && random.unit() < 0.5 ? heading.lowercased() : heading)
  }
}
