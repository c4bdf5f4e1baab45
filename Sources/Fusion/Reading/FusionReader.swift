import Foundation
public import Kernels
import KnowledgeGraph
import Layers
public import Models
import Weights

/// The trained fusion Transformer as answering uses it: from the words of a question and the names it was linked to, what is asked.
///
/// A reading takes a forward of a few dozen tokens through 1.2 million parameters: about a millisecond beside the encoder's states.
/// Nothing in it changes once it is made, and each reading has memory of its own; the compiler cannot see that of parameters.
public final class FusionReader: @unchecked Sendable {
  /// What a folder of weights says beside the weights.
  public struct Card: Sendable, Equatable, Codable {
    public var configuration: FusionConfiguration
    /// Names of the relations, by class.
    public var relations: [String]
    /// The text encoder whose states it reads.
    public var encoder: String
    /// The words of the wordings that it trained on, in lower case and in order: another word of a question is one that it does not know the use of.
    public var words: [String]
    /// The same for each relation's wordings; under no name those of wordings that ask for none.
    public var relationWords: [String: [String]]?
    /// What the other direction of a relation is called, where it has a name of its own.
    public var inverses: [String: String]?
    /// How much likelier a direction that the thing has in the graph is asked for than the other one, which it has not.
    public var statedPrior: Double?
    /// Accuracy on held-out wordings before it was trained on all of them.
    public var relationAccuracy, domainAccuracy: Double

    /// Whether a thing's token says which relations it has.
    var showsRelations: Bool {
      guard let word = configuration.features[.word], let thing = configuration.features[.entity] else { return false }
      return thing == 2 * word + relations.count
    }

    public init(
      configuration: FusionConfiguration, relations: [String], encoder: String, words: [String], relationWords: [String: [String]]? = nil,
      inverses: [String: String]? = nil, statedPrior: Double? = nil, relationAccuracy: Double, domainAccuracy: Double
    ) {
      self.configuration = configuration
      self.relations = relations
      self.encoder = encoder
      self.words = words
      self.relationWords = relationWords
      self.inverses = inverses
      self.statedPrior = statedPrior
      self.relationAccuracy = relationAccuracy
      self.domainAccuracy = domainAccuracy
    }
  }

  public let card: Card
  private let model: FusionTransformer
  private let compute: Compute

  public init(_ model: FusionTransformer, card: Card, compute: Compute) {
    self.model = model
    self.card = card
    self.compute = compute
  }

  private static let cardName = "config.json"
  private static let weightsName = "model.safetensors"

  /// Reads a folder.
  ///
  /// - Throws: ``FusionError/unreadable(path:)``, ``FusionError/badWeights(path:reason:)``, `WeightFileError`; nothing of the shape was made
  ///   before it was checked.
  public init(folder: String, compute: Compute) throws {
    let path = folder + "/" + Self.cardName
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else { throw FusionError.unreadable(path: path) }
    guard let card = try? JSONDecoder().decode(Card.self, from: data) else { throw FusionError.badWeights(path: path, reason: "this is no card of a fusion Transformer") }
    let shape = card.configuration
    guard shape.classes == [card.relations.count + 1, Domain.allCases.count], shape.isReasonable else {
      throw FusionError.badWeights(path: path, reason: "the shape does not fit what it should tell")
    }
    do { try shape.check() } catch { throw FusionError.badWeights(path: path, reason: "\(error)") }
    model = FusionTransformer(shape, seed: 0)
    self.card = card
    self.compute = compute
    let file = try SafetensorsFile(path: folder + "/" + Self.weightsName)
    for parameter in model.parameters {
      let matrix = try file.matrix(parameter.name, limit: 1 << 24)
      guard matrix.rows == parameter.rows, matrix.columns == parameter.columns else {
        throw FusionError.badWeights(
          path: file.path, reason: "\(parameter.name) is (\(matrix.rows), \(matrix.columns)), not (\(parameter.rows), \(parameter.columns))")
      }
      guard matrix.values.allSatisfy(\.isFinite) else { throw FusionError.badWeights(path: file.path, reason: "\(parameter.name) is not finite") }
      parameter.fill(with: matrix.values)
    }
  }

  /// Writes the folder's two files, in place of older ones.
  public func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let matrices = model.parameters.map { ($0.name, SafetensorsFile.Matrix(rows: $0.rows, columns: $0.columns, values: $0.elements)) }
    try SafetensorsFile.write(Dictionary(uniqueKeysWithValues: matrices), to: folder + "/" + Self.weightsName)
    try encoder.encode(card).write(to: URL(filePath: folder + "/" + Self.cardName), options: .atomic)
  }

  /// - Parameters:
  ///   - words: the states of the question's word pieces.
  ///   - things: what it was linked to; none where nothing was.
  ///   - most: relations that are told.
  public func read(words: [[Float]], things: [NamedThing], most: Int = 16) -> QuestionReading {
    let rows = things.prefix(8).map { thing in
      thing.vector + (card.showsRelations ? card.relations.map { thing.relations.contains($0) ? 1 : 0 } : [])
    }
    let memory = model.forward([FusionTokens([.word: words, .entity: rows])], pass: TrainingPass(compute: compute, isTraining: false))
    for logits in memory.classes { softmax(logits, compute: compute) }
    var relations = memory.classes[0].copy(row: 0)
    let domains = memory.classes[1].copy(row: 0)
    let outweighed = settleDirections(&relations, stated: things.reduce(into: []) { $0.formUnion($1.relations) })
    let best = card.relations.indices.sorted { (relations[$1], $0) < (relations[$0], $1) }.prefix(most)
    var reading = QuestionReading(
      relations: best.map { QuestionReading.Relation(name: card.relations[$0], probability: Double(relations[$0])) },
      asksNone: Double(relations[card.relations.count]),
      domains: Dictionary(uniqueKeysWithValues: zip(Domain.allCases, domains.map(Double.init))))
    reading.outweighed = outweighed
    reading.unlikely = Set(card.relations.indices.filter { relations[$0] < 0.02 }.map { card.relations[$0] })
    return reading
  }
}

extension FusionReader {
  /// Divides what the two directions of a relation have together anew where the named things have one of them and not the other.
  ///
  /// - Returns: names of the directions that they have not.
  private func settleDirections(_ probabilities: inout [Float], stated: Set<String>) -> Set<String> {
    guard let inverses = card.inverses, let prior = card.statedPrior, prior > 1, !stated.isEmpty else { return [] }
    var outweighed: Set<String> = []
    let numbers = Dictionary(uniqueKeysWithValues: card.relations.enumerated().map { ($1, $0) })
    for (name, other) in inverses where stated.contains(name) && !stated.contains(other) {
      guard let there = numbers[name], let back = numbers[other], there != back else { continue }
      let both = probabilities[there] + probabilities[back], weighed = Float(prior) * probabilities[there]
      guard weighed + probabilities[back] > 0 else { continue }
      probabilities[there] = both * weighed / (weighed + probabilities[back])
      probabilities[back] = both - probabilities[there]
      outweighed.insert(other)
    }
    return outweighed
  }
}

extension FusionConfiguration {
  /// Whether a file that asks for this shape may have it: what is trained here is far below.
  fileprivate var isReasonable: Bool {
    (8...2048).contains(width) && (1...24).contains(layers) && (1...64).contains(heads) && width % heads == 0 && (8...8192).contains(intermediate)
      && features.values.allSatisfy { (1...65_536).contains($0) } && classes.allSatisfy { (1...100_000).contains($0) } && dropout >= 0 && dropout < 1
  }
}
