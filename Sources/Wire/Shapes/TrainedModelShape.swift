/// What was trained, with what, and how good it is: `training.json` in its folder, and a line of `GET /v1/train`.
public struct TrainedModelShape: Codable, Sendable, Equatable {
  /// `adapter`, `classifier`, `decoder`, `encoder` or `fusion`.
  public var what: String
  public var name: String
  /// `lora`, `soft-prompt`, `whole`, `head`, or the shape of a model that was trained from nothing.
  public var kind: String
  /// The model that it belongs to or began as; nil for one from nothing.
  public var base: String?
  /// The domain whose documents it learned from; nil for all.
  public var domain: String?
  public var documents: Int?
  /// Tokens that were trained on, and those that were held out.
  public var tokens: Int?
  public var heldOutTokens: Int?
  /// Numbers that were trained.
  public var parameters: Int
  public var steps: Int
  /// Of the run that ended it.
  public var seconds: Double
  /// Seconds since 1970.
  public var trained: Double
  /// Mean cross entropy of what was held out, in nats, before and after.
  public var lossBefore: Double?
  public var lossAfter: Double?
  /// The exponentials of them, for text; of an encoder those of the masked words alone.
  public var perplexityBefore: Double?
  public var perplexityAfter: Double?
  /// Of a decoder: how its matrices were written, the perplexity of the same text by the file as it lies there, and that in bits a byte of the
  /// text, which can be compared between vocabularies.
  public var weights: String?
  public var perplexityWritten: Double?
  public var bitsPerByte: Double?
  /// Of an encoder: how often it tells of held-out pairs whether one stretch follows the other.
  public var nextAccuracy: Double?
  /// Of a classifier.
  public var classification: ClassificationShape?
  /// Of a reader of questions.
  public var reading: ReadingAccuracyShape?

  public init(what: String, name: String, kind: String, base: String?, parameters: Int, steps: Int, seconds: Double, trained: Double) {
    self.what = what
    self.name = name
    self.kind = kind
    self.base = base
    self.parameters = parameters
    self.steps = steps
    self.seconds = seconds
    self.trained = trained
  }

  enum CodingKeys: String, CodingKey {
    case what, name, kind, base, domain, documents, tokens, parameters, steps, seconds, trained, classification, reading, weights
    case heldOutTokens = "held_out_tokens"
    case lossBefore = "loss_before"
    case lossAfter = "loss_after"
    case nextAccuracy = "next_accuracy"
    case perplexityBefore = "perplexity_before"
    case perplexityAfter = "perplexity_after"
    case perplexityWritten = "perplexity_written"
    case bitsPerByte = "bits_per_byte"
  }
}

/// How well a classifier tells its held-out texts apart.
public struct ClassificationShape: Codable, Sendable, Equatable {
  /// The classes, in the order of the confusions.
  public var labels: [String]
  public var examples: Int
  public var heldOut: Int
  public var accuracy: Double
  /// The mean of the classes' F1.
  public var macroF1: Double
  /// Of a classifier that always says the most frequent class.
  public var baseline: Double
  public var f1: [Double]
  /// How often a text of class i was told to be of class j.
  public var confusions: [[Int]]

  public init(
    labels: [String], examples: Int, heldOut: Int, accuracy: Double, macroF1: Double, baseline: Double, f1: [Double], confusions: [[Int]]
  ) {
    self.labels = labels
    self.examples = examples
    self.heldOut = heldOut
    self.accuracy = accuracy
    self.macroF1 = macroF1
    self.baseline = baseline
    self.f1 = f1
    self.confusions = confusions
  }

  enum CodingKeys: String, CodingKey {
    case labels, examples, accuracy, baseline, f1, confusions
    case heldOut = "held_out"
    case macroF1 = "macro_f1"
  }
}

/// How well a reader of questions reads wordings that it did not train on.
public struct ReadingAccuracyShape: Codable, Sendable, Equatable {
  /// Relations it knows.
  public var relations: Int
  /// Asked in held-out wordings.
  public var questions: Int
  /// Share whose relation, or that they ask for none, was read rightly.
  public var relation: Double
  public var domain: Double

  public init(relations: Int, questions: Int, relation: Double, domain: Double) {
    self.relations = relations
    self.questions = questions
    self.relation = relation
    self.domain = domain
  }
}
