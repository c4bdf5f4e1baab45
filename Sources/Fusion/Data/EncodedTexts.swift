public import Perception

/// What the text encoder makes of texts, each computed once: states of a question's words, vectors of names.
public final class EncodedTexts {
  let encoder: TextEncoder
  private var states: [String: [[Float]]] = [:]
  private var vectors: [String: [Float]] = [:]

  public init(_ encoder: TextEncoder) { self.encoder = encoder }

  /// Elements of a state or vector.
  public var width: Int { encoder.dimension }

  /// Encodes what is new.
  public func prepare(questions: [String] = [], names: [String] = []) throws {
    let newQuestions = Array(Set(questions).filter { states[$0] == nil }), newNames = Array(Set(names).filter { vectors[$0] == nil })
    for (text, rows) in zip(newQuestions, try encoder.states(newQuestions)) { states[text] = rows }
    for (name, vector) in zip(newNames, try encoder.encode(newNames)) { vectors[name] = vector }
  }

  /// A question's word states, none where it was not prepared.
  public func states(of text: String) -> [[Float]] { states[text] ?? [] }

  /// A name's vector, none where it was not prepared.
  public func vector(of name: String) -> [Float] { vectors[name] ?? [] }
}
