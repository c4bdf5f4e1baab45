public import KnowledgeGraph

/// A passage found for a question, with its place in its document and its fused score.
public struct EvidencePassage: Sendable {
  public let passage: PassageID
  public let document: DocumentID
  public let name: String
  /// The headings above the passage, outermost first.
  public let heading: [String]
  /// Byte range in the original document.
  public let start: Int
  public let end: Int
  public let text: String
  /// Above 0, comparable within one search only; a larger score comes first.
  public var score: Double
  /// The store's measure of the question's vector against the passage's; `nil` where neither has one.
  public var similarity: Double?
  /// The score by words, larger for more of them; `nil` where they did not find it.
  public var words: Double?
  /// The score over the graph; `nil` where it did not lead there.
  public var graph: Double?

  public init(
    passage: PassageID, document: DocumentID, name: String, heading: [String], start: Int, end: Int, text: String,
    score: Double, similarity: Double? = nil, words: Double? = nil, graph: Double? = nil
  ) {
    self.passage = passage
    self.document = document
    self.name = name
    self.heading = heading
    self.start = start
    self.end = end
    self.text = text
    self.score = score
    self.similarity = similarity
    self.words = words
    self.graph = graph
  }
}

extension EvidencePassage {
  /// The sentences, rows and blocks of the passage. A part of a long table has its columns' names in its heading.
  var sentences: [Sentence] {
    // The names and numbers around a chart: what they say of its values stands in the table of these.
    if heading.last == "Labels of a chart" { return [] }
    let prefix = "Columns: "
    let columns = heading.last.flatMap { last in
      last.hasPrefix(prefix) ? last.dropFirst(prefix.count).split(separator: "|").map { String($0).trimmingSpace } : nil
    } ?? []
    return SourceName.isDelimited(name)
      ? DelimitedCutter.sentences(in: text, columns: columns)
      : SentenceCutter.sentences(in: text, isCode: SourceName.isCode(name), columns: columns)
  }
}

/// An entity of the graph that the question names.
public struct LinkedEntity: Sendable, Hashable {
  public let id: EntityID
  public let iri: String
  public let label: String
  /// The words of the question that named it.
  public let mention: String
  /// Its label and aliases: a text that says one of them speaks of it.
  public let names: [String]

  public init(id: EntityID, iri: String, label: String, mention: String, names: [String] = []) {
    self.names = names
    self.id = id
    self.iri = iri
    self.label = label
    self.mention = mention
  }
}

/// A triple of the graph in words, with the identity it is cited by.
public struct Fact: Sendable, Hashable {
  public let subject: String
  public let predicate: String
  public let object: String
  public let triple: TripleID
  public let inferred: Bool
  public let score: Double
  /// The imported graph or document the triple came with.
  public let source: String
  /// How likely its relation, in its direction, is the one that the question asks for of the thing it names; 0 where that was not read.
  public let asked: Double

  public init(
    subject: String, predicate: String, object: String, triple: TripleID, inferred: Bool, score: Double, source: String, asked: Double = 0
  ) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.triple = triple
    self.inferred = inferred
    self.score = score
    self.source = source
    self.asked = asked
  }
}

/// A link that the graph does not state and its embedding holds likely. Never evidence, and never said as a fact.
public struct ForetoldLink: Sendable, Hashable {
  public let subject: String
  public let predicate: String
  public let object: String
  /// Calibrated on links that were held out.
  public let probability: Double

  public init(subject: String, predicate: String, object: String, probability: Double) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.probability = probability
  }
}

/// Everything that was found for a question, in the order that answering uses it.
public struct Evidence: Sendable {
  public var passages: [EvidencePassage]
  public var entities: [LinkedEntity]
  public var facts: [Fact]
  /// What the program computed or compared, with its derivation.
  public var calculations: [Calculation]
  public var domain: Domain?
  /// What may answer where nothing stated does.
  public var foretold: [ForetoldLink] = []
  /// The pictures among the passages, the one that is likeliest meant first.
  var pictures: [EvidencePicture] = []

  public init(
    passages: [EvidencePassage] = [], entities: [LinkedEntity] = [], facts: [Fact] = [],
    calculations: [Calculation] = [], domain: Domain? = nil
  ) {
    self.passages = passages
    self.entities = entities
    self.facts = facts
    self.calculations = calculations
    self.domain = domain
  }
}
