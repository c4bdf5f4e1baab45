/// What a token of the fusion Transformer stands for. The order is the order of the tokens in a sequence and of the rows of a
/// table in the weights, so a new kind goes last.
public enum FusionToken: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
  /// The question as a whole; from it comes what is asked.
  case question
  /// A word piece's state from the text encoder.
  case word
  /// A thing that the question names.
  case entity
  /// What the graph puts beside a thing that the question names.
  case neighbour
  /// A thing that a mention may mean.
  case candidate
  /// A passage that may answer.
  case passage
  /// A line of text in a picture.
  case line
  /// A place of a picture's grid, or the whole picture.
  case pixels
  /// A stretch of sound.
  case sound

  /// The row of the kind's vector.
  var row: Int32 { Int32(Self.allCases.firstIndex(of: self) ?? 0) }

  public static func < (a: FusionToken, b: FusionToken) -> Bool { a.row < b.row }
}

/// What one question brings: for each kind of token the rows of its features.
public struct FusionTokens: Sendable {
  public var rows: [FusionToken: [[Float]]]

  public init(_ rows: [FusionToken: [[Float]]]) { self.rows = rows }

  /// Tokens in all, the question's own counted.
  public var count: Int { 1 + rows.values.reduce(0) { $0 + $1.count } }
}
