internal import Kernels
internal import KnowledgeGraph
internal import Perception

/// Answers a question that asks for a picture, not for what stands in it: "Which chart shows the waiting time per region?"
///
/// Where one picture is not surely the one that is meant, those that may be are named, each with the line that says what it shows.
struct PictureAnswer {
  /// How likely the best picture must be the one that is meant, and how likely all that are named together.
  static let leastShare = 0.3, sureShare = 0.7
  static let most = 3, mostOfAll = 8
  /// How near the question must come to a line of a picture; from `sureNearness` on no word of it need stand there.
  static let leastNearness: Float = 0.35, sureNearness: Float = 0.6

  let question: UnderstoodQuestion
  let pictures: [EvidencePicture]

  /// The pictures with the line of each that says most of what was asked for; nil where no picture is asked for or none fits.
  func decision(_ passages: [EvidencePassage]) -> Decision? {
    guard Self.asks(question.text), let vector = question.vector else { return nil }
    let wanted = Self.sorts(question.text), fitting = pictures.filter { $0.isOne(of: wanted) }, sum = fitting.reduce(0) { $0 + $1.share }
    guard let best = fitting.first, best.share >= Self.leastShare * sum else { return nil }
    let confidence = min(1, 0.4 + 0.6 * best.share / sum)
    var chosen: [ScoredSentence] = [], named = 0.0
    // Who asks for charts wants all that there are.
    let all = Word.words(in: question.text).contains { Self.several.contains($0.folded) }
    for picture in fitting.prefix(all ? Self.mostOfAll : Self.most) where all || named < Self.sureShare * sum {
      named += picture.share
      if let sentence = sentence(picture, vector, passages, confidence) { chosen.append(sentence) } else if chosen.isEmpty { return nil }
    }
    return Decision(outcome: .answered, confidence: confidence, chosen: chosen, isExact: true)
  }

  /// "waits.png, a bar chart, shows “Waiting time in days by region, 2023”."
  private func sentence(_ shown: EvidencePicture, _ vector: [Float], _ passages: [EvidencePassage], _ confidence: Double) -> ScoredSentence? {
    let lines = shown.picture.lines.filter { $0.text.contains(where: \.isLetter) && $0.vector.count == vector.count }
      .map { (line: $0, near: VectorMath.dot($0.vector, vector)) }.sorted { Self.telling($0.line, $0.near) > Self.telling($1.line, $1.near) }
    guard lines.contains(where: { $0.near >= Self.sureNearness }) || names(shown.picture) else { return nil }
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

  /// A title tells more of what a picture shows than the name of the thing alone, though that is nearer to the question.
  private static func telling(_ line: StoredPicture.Line, _ near: Float) -> Float { near + 0.04 * Float(min(6, line.text.split(separator: " ").count)) }

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

  /// The sorts of pictures that the words name; none where any will do.
  static func sorts(_ text: String) -> Set<PictureSort> {
    let said = " " + Word.words(in: text).map(\.folded).joined(separator: " ") + " "
    let named = names.filter { said.contains(" \($0.name) ") || said.contains(" \($0.name)s ") }
    // "A pie chart" is no other chart.
    let exact = named.filter { $0.sorts.count == 1 }
    return (exact.isEmpty ? named : exact).reduce(into: []) { $0.formUnion($1.sorts) }
  }

  private static let names: [(name: String, sorts: [PictureSort])] = [
    ("bar chart", [.barChart]), ("bar graph", [.barChart]), ("column chart", [.barChart]), ("line chart", [.lineChart]), ("line graph", [.lineChart]),
    ("pie chart", [.pieChart]), ("pie", [.pieChart]), ("table", [.table]), ("screenshot", [.screenshot]), ("photo", [.photograph]), ("photograph", [.photograph]),
    ("chart", [.barChart, .lineChart, .pieChart, .chart]), ("graph", [.barChart, .lineChart, .pieChart, .chart]),
    ("plot", [.barChart, .lineChart, .pieChart, .chart]),
  ]

  private static let things = ([
    "picture", "image", "chart", "graph", "plot", "diagram", "figure", "table", "photo", "photograph", "screenshot", "scan", "slide", "drawing",
  ] as Set<String>).union(several)
  private static let several: Set<String> = [
    "pictures", "images", "charts", "graphs", "plots", "diagrams", "tables", "photos", "photographs", "screenshots", "scans",
    "slides",
  ]
  private static let telling: Set<String> = [
    "show", "shows", "showing", "has", "have", "with", "tells", "tell", "is", "contains", "displays", "depicts", "about", "on", "gives", "lists", "compares", "plots", "of", "for",
  ]
  private static let finding: Set<String> = ["show", "find", "open", "bring", "pull", "need", "want", "get", "give", "see", "display", "looking"]
}

extension EvidencePicture {
  /// Whether it is of one of these sorts, as far as that is known; a chart whose kind was not told may be any.
  func isOne(of sorts: Set<PictureSort>) -> Bool {
    guard !sorts.isEmpty, let own = picture.sort.flatMap({ PictureSort(rawValue: $0) }) else { return true }
    return sorts.contains(own) || own == .chart && !sorts.isDisjoint(with: [.barChart, .lineChart, .pieChart])
  }
}
