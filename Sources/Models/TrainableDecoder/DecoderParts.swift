import Kernels
import Layers
import Weights

/// What a ``TrainableDecoder`` is made of, frozen or trained, its parameters called as a GGUF file calls them.
struct DecoderParts {
  let embedding: DecoderEmbedding
  let layers: [TrainableDecoderLayer]
  let outputNorm: TrainableRMSNorm
  let output: any Projection
  let isTrained: Bool

  private static let table = "token_embd", scores = "output", lastNorm = "output_norm"

  /// A file's weights as they are, laid out for both directions.
  init(frozen source: DecoderWeights, shape: DecoderConfiguration, precision: ProductPrecision) throws {
    func norm(_ name: String) throws -> TrainableRMSNorm {
      let norm = TrainableRMSNorm(name, width: shape.width, epsilon: shape.epsilon)
      norm.weight.fill(with: try source.vector(name + ".weight", count: shape.width)).isTrained = false
      return norm
    }
    let table = try source.matrix(Self.table + ".weight", rows: shape.vocabulary, columns: shape.width)
    embedding = .frozen(TokenEmbedding(table: table))
    layers = try (0..<shape.layers).map { index in
      try TrainableDecoderLayer(index, of: shape, norm: norm) { name, outputs, inputs in
        FrozenLinear(try source.linear(name, outputs: outputs, inputs: inputs), precision: precision, compute: source.compute)
      }
    }
    outputNorm = try norm(Self.lastNorm)
    let scores = source.has(Self.scores + ".weight") ? try source.matrix(Self.scores + ".weight", rows: shape.vocabulary, columns: shape.width) : table
    output = FrozenLinear(Linear(weight: scores), precision: precision, compute: source.compute)
    isTrained = false
  }

  /// A file's weights as float32, every one trained.
  init(trained source: DecoderWeights, shape: DecoderConfiguration) throws {
    self.init(shape, hasBias: { source.has($0 + ".bias") }, hasScores: source.has(Self.scores + ".weight"))
    for parameter in parameters {
      if parameter.rows == 1 {
        parameter.fill(with: try source.vector(parameter.name, count: parameter.columns))
      } else {
        let matrix = try source.matrix(parameter.name, rows: parameter.rows, columns: parameter.columns)
        var row = [Float](repeating: 0, count: parameter.columns)
        for index in 0..<parameter.rows {
          unsafe row.withUnsafeMutableBufferPointer { unsafe matrix.row(index, into: $0) }
          parameter.values.set(row: index, to: row)
        }
      }
    }
  }

  /// Drawn anew: matrices with a deviation of .02, those that add to the residual stream less by the root of how many do, so that
  /// a deep stack begins at the same size. Source: Radford et al. 2019.
  init(drawn shape: DecoderConfiguration, seed: UInt64) {
    self.init(shape, hasBias: { _ in false }, hasScores: false)
    var random = SeededGenerator(seed: seed)
    let adding = [TrainableDecoderLayer.Place.attentionOutput, .contraction].map { ".\($0.fileName).weight" }
    for parameter in parameters where parameter.rows > 1 {
      let isAdding = adding.contains { parameter.name.hasSuffix($0) }
      parameter.fillNormally(deviation: isAdding ? 0.02 / Float(2 * shape.layers).squareRoot() : 0.02, using: &random)
    }
  }

  /// Trained, matrices zeroed and norms 1.
  private init(_ shape: DecoderConfiguration, hasBias: (String) -> Bool, hasScores: Bool) {
    func norm(_ name: String) -> TrainableRMSNorm { TrainableRMSNorm(name, width: shape.width, epsilon: shape.epsilon) }
    let table = TrainableEmbedding(Self.table + ".weight", rows: shape.vocabulary, columns: shape.width)
    embedding = .trained(table)
    layers = (0..<shape.layers).map { index in
      TrainableDecoderLayer(index, of: shape, norm: norm) { name, outputs, inputs in
        TrainableLinear(name, inputs: inputs, outputs: outputs, hasBias: hasBias(name))
      }
    }
    outputNorm = norm(Self.lastNorm)
    output = hasScores ? TrainableLinear(Self.scores, inputs: shape.width, outputs: shape.vocabulary, hasBias: false) : TrainableLinear(weight: table.table)
    isTrained = true
  }

  /// Once each, though the embedding may score too.
  private var parameters: [Parameter] {
    embedding.parameters + layers.flatMap(\.parameters) + outputNorm.parameters
      + output.parameters.filter { own in !embedding.parameters.contains { $0 === own } }
  }
}
