public import Kernels
import Layers
import Weights

/// A BERT encoder: token ids to one state a token, or to one vector a text.
///
/// Embeddings of words, positions and types, then layers of attention and feed-forward that are normalised after
/// each residual connection. Source: Devlin et al. 2019; the sentence vector: Reimers and Gurevych 2019.
/// Checked against recorded outputs of the reference implementation (`Tests/Reference/record_embeddings.py`).
public final class BERTEncoder: Sendable {
  public let configuration: BERTConfiguration

  private let words: WeightMatrix
  private let positions: WeightMatrix
  private let firstType: [Float]
  private let embeddingNorm: LayerNorm
  private let layers: [BERTLayer]
  private let compute: Compute

  /// Reads `config.json` and `model.safetensors` in `folder`.
  ///
  /// - Throws: ``WeightFileError`` or ``KernelError``, naming the file.
  public init(folder: String, compute: Compute) throws {
    let shape = try BERTConfiguration(path: folder + "/config.json")
    let source = BERTWeights(file: try SafetensorsFile(path: folder + "/model.safetensors"), compute: compute)
    words = try source.matrix("embeddings.word_embeddings.weight", rows: shape.vocabulary, columns: shape.width)
    positions = try source.matrix("embeddings.position_embeddings.weight", rows: shape.positions, columns: shape.width)
    let types = try source.matrix("embeddings.token_type_embeddings.weight", rows: shape.tokenTypes, columns: shape.width)
    var firstType = [Float](repeating: 0, count: shape.width)
    unsafe firstType.withUnsafeMutableBufferPointer { unsafe types.row(0, into: $0) }
    self.firstType = firstType
    embeddingNorm = try source.norm("embeddings.LayerNorm", width: shape.width, epsilon: shape.epsilon)
    layers = try (0..<shape.layers).map { try BERTLayer($0, of: shape, from: source) }
    configuration = shape
    self.compute = compute
  }

  /// The mean of each sequence's last states, scaled to length 1.
  ///
  /// - Parameter sequences: token ids with their `[CLS]` and `[SEP]`; none empty, none longer than the positions.
  /// - Returns: one vector (C) a sequence.
  /// - Complexity: O(T·C·(C + F) + ΣTᵢ²·C) for T tokens in all; memory for one batch of all of them.
  public func sentenceVectors(_ sequences: [[Int32]]) -> [[Float]] {
    guard !sequences.isEmpty else { return [] }
    let work = BERTWorkspace(tokens: sequences.reduce(0) { $0 + $1.count }, shape: configuration)
    let ranges = embed(sequences, into: work)
    for layer in layers { layer.forward(work, sequences: ranges, compute: compute) }
    return ranges.map { meanDirection(of: work.hidden, rows: $0) }
  }

  /// Writes the embeddings of all tokens into `work.hidden` and tells each sequence's rows.
  private func embed(_ sequences: [[Int32]], into work: BERTWorkspace) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var position = [Float](repeating: 0, count: configuration.width)
    for sequence in sequences {
      precondition(!sequence.isEmpty && sequence.count <= configuration.positions, "BERTEncoder: \(sequence.count) tokens")
      for (t, token) in sequence.enumerated() {
        let row = unsafe work.hidden.row(start + t)
        unsafe words.row(Int(token), into: row)
        unsafe position.withUnsafeMutableBufferPointer { unsafe positions.row(t, into: $0) }
        for c in position.indices { unsafe row[c] += position[c] + firstType[c] }
      }
      ranges.append(start..<start + sequence.count)
      start += sequence.count
    }
    embeddingNorm.forward(work.hidden, into: work.hidden, compute: compute)
    return ranges
  }

  private func meanDirection(of states: Activations, rows: Range<Int>) -> [Float] {
    var sum = [Float](repeating: 0, count: configuration.width)
    for r in rows {
      let row = unsafe states.row(r)
      for c in sum.indices { unsafe sum[c] += row[c] }
    }
    let length = VectorMath.dot(sum, sum).squareRoot()
    guard length > 0 else { return sum }
    return sum.map { $0 / length }
  }
}
