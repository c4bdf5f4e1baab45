/// The body of `POST /v1/train`. What is not named is chosen.
public struct TrainRequest: Codable, Sendable, Equatable {
  /// `graph`: the vectors of the graph's things and relations; `adapter`: of the decoder, on the stored documents; `classifier`: of the text
  /// encoder, on examples; `encoder` and `decoder`: a small one from nothing, or the loaded one whole, on the
  /// stored documents.
  public var what: String
  /// Triples, or documents, of this domain alone.
  public var domain: String?
  /// Whether to train from nothing, though there are older vectors or an interrupted training.
  public var fresh: Bool?
  /// Vectors' dimensions, or the rank of an adapter.
  public var rank: Int?
  /// Questions, windows or texts a step.
  public var batch: Int?
  public var seed: Int?

  // Graph embeddings.

  /// Whether triples that rules inferred are trained on too.
  public var inferred: Bool?
  /// `complex`, `distmult`, `cp`, `transe`, `rotate` or `rotate2`.
  public var model: String?
  public var epochs: Int?
  public var regulariser: Double?
  public var relationWeight: Double?

  // Models.

  /// What it will be called.
  public var name: String?
  /// Of an adapter `lora` or `soft-prompt`; of a classifier `whole` or `head`; of a decoder or encoder `new` or `whole`.
  public var kind: String?
  public var steps: Int?
  /// The learning rate at its highest.
  public var rate: Double?
  /// Tokens of a window of text.
  public var length: Int?
  public var alpha: Double?
  public var dropout: Double?
  /// The projections that an adapter changes.
  public var targets: [String]?
  /// The rows of a soft prompt.
  public var rows: Int?
  /// Of a classifier.
  public var examples: [LabelledText]?
  /// Of the fusion Transformer: the ways in which relations are asked for; left out, those that ship.
  public var wordings: [WordedRelation]?
  /// The shape of a small model from nothing.
  public var layers: Int?
  public var width: Int?
  public var heads: Int?
  /// Of a decoder from nothing: tokens of the vocabulary that it learns, at most.
  public var vocabulary: Int?
  /// Of a decoder: how its matrices are written, `f32`, `f16`, `bf16`, `q8_0`, `q4_0` or `q4_1`.
  public var weights: String?

  public init(what: String) { self.what = what }

  enum CodingKeys: String, CodingKey {
    case what, domain, inferred, fresh, model, rank, epochs, batch, regulariser, seed
    case name, kind, steps, rate, length, alpha, dropout, targets, rows, examples, wordings, layers, width, heads, vocabulary, weights
    case relationWeight = "relation_weight"
  }
}

/// A text and the class that it belongs to.
public struct LabelledText: Codable, Sendable, Equatable {
  public var text: String
  public var label: String

  public init(text: String, label: String) {
    self.text = text
    self.label = label
  }
}

/// The ways in which a relation is asked for, `{}` standing for the thing.
public struct WordedRelation: Codable, Sendable, Equatable {
  /// The last part of its IRI in the project's vocabulary.
  public var relation: String
  public var wordings: [String]
  /// Kept from the first training, to judge by.
  public var heldOut: [String]

  public init(relation: String, wordings: [String], heldOut: [String]) {
    self.relation = relation
    self.wordings = wordings
    self.heldOut = heldOut
  }

  enum CodingKeys: String, CodingKey {
    case relation, wordings
    case heldOut = "held_out"
  }
}
