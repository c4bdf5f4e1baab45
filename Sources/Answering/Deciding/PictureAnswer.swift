internal import Kernels
internal import KnowledgeGraph

/// Answers a question that asks for a picture, not for what stands in it: "Which chart shows the waiting time per region?"
///
/// Where one picture is not surely the one that is meant, those that may be are named, each with the line that says what it shows.
struct PictureAnswer {
  /// How likely the best picture must be the one that is meant, and how likely all that are named together.
  static let leastShare = 0.3, sureShare = 0.7
  static let most = 3
  /// How near the question must come to a line of a picture; from `sureNearness` on no word of it need stand there.
  static let leastNearness: Float = 0.35, sureNearness: Float = 0.6

  let question: UnderstoodQuestion
  let pictures: [EvidencePicture]

  /// The pictures with the line of each that says most of what was asked for; nil where no picture is asked for or none fits.
  func decision(_ passages: [EvidencePassage]) -> Decision? {
    guard Self.asks(question.text), let vector = question.vector, let best = pictures.first, best.share >= Self.leastShare else { return nil }
    let confidence = min(1, 0.4 + 0.6 * best.share)
    var chosen: [ScoredSentence] = [], named = 0.0
    for picture in pictures.prefix(Self.most) where named < Self.sureShare {
      named += picture.share
      if let sentence = sentence(picture, vector, passages, confidence) { chosen.append(sentence) } else if chosen.isEmpty { return nil }
    }
    return Decision(outcome: .answered, confidence: confidence, chosen: chosen, isExact: true)
  }

  /// "waits.png, a bar chart, shows “Waiting time in days by region, 2023”."
  private func sentence(_ shown: EvidencePicture, _ vector: [Float], _ passages: [EvidencePassage], _ confidence: Double) -> ScoredSentence? {
    let lines = shown.picture.lines.filter { $0.text.contains(where: \.isLetter) && $0.vector.count == vector.count }
      .map { (line: $0, near: VectorMath.dot($0.vector, vector)) }.sorted { $0.near > $1.near }
    guard let nearest = lines.first, nearest.near >= Self.sureNearness || names(shown.picture) else { return nil }
    for (line, near) in lines where near >= Self.leastNearness {
      for (place, passage) in passages.enumerated() where passage.document == shown.document {
        guard let range = passage.text.firstRange(of: line.text) else { continue }
        let start = passage.text.utf8.distance(from: passage.text.startIndex, to: range.lowerBound), sort = shown.picture.sort.map { ", a \($0)," } ?? ""
        let sentence = Sentence(
          kind: .prose, start: start, end: start + line.text.utf8.count, quote: line.text, text: "\(passage.name)\(sort) shows “\(line.text)”.", context: "")
        return ScoredSentence(
          origin: .passage(place), sentence: sentence, score: confidence, coverage: 1, own: 1, near: 1, similarity: Double(near), missing: [],
          hasAnswerType: true, rank: place)
      }
    }
    return nil
  }

  /// Whether a word of the question, or another name of the thing that it names, stands in the picture.
  private func names(_ picture: StoredPicture) -> Bool {
    let shown = TermMatcher(picture.lines.map(\.text).joined(separator: " "))
    return question.terms.contains { !$0.isGiven && !Self.things.contains($0.folded) && !Self.finding.contains($0.folded) && question.isNamed($0, in: shown) }
  }

  /// Whether the words ask for a picture itself: "Which chart shows …", "Show me the table of …", "Where is the picture with …".
  static func asks(_ text: String) -> Bool {
    let words = Word.words(in: text).map(\.folded)
    guard let noun = words.firstIndex(where: { things.contains($0) }), noun > 0 else { return false }
    let before = words[..<noun].suffix(5), behind = words[(noun + 1)...].prefix(3)
    if let asked = before.lastIndex(where: { $0 == "which" || $0 == "what" || $0 == "whose" }), noun - asked <= 3 {
      return behind.contains { telling.contains($0) }
    }
    if before.contains(where: { finding.contains($0) }) { return true }
    return words[0] == "where" || words[0] == "is" && words.dropFirst().first == "there"
  }

  private static let things: Set<String> = [
    "picture", "pictures", "image", "chart", "charts", "graph", "plot", "diagram", "figure", "table", "photo", "photograph", "screenshot", "scan", "slide", "drawing",
  ]
  private static let telling: Set<String> = [
    "show", "shows", "showing", "has", "have", "with", "tells", "tell", "is", "contains", "displays", "depicts", "about", "on", "gives", "lists", "compares", "plots", "of", "for",
  ]
  private static let finding: Set<String> = ["show", "find", "open", "bring", "pull", "need", "want", "get", "give", "see", "display", "looking"]
}
