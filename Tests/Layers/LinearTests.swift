import Kernels
import Layers
import Testing

@Suite struct LinearTests {
  private func linear(_ values: [Float], outputs: Int, bias: [Float]?, _ compute: Compute) throws -> Linear {
    let weight = try values.withUnsafeBytes {
      try WeightMatrix(type: .f32, rows: outputs, columns: values.count / outputs, bytes: $0, compute: compute)
    }
    return Linear(weight: weight, bias: bias)
  }

  @Test(arguments: [1, 13])
  func aGroupIsWhatItsLayersAreAlone(positions: Int) throws {
    for compute in computes {
      var random = Randoms(seed: 1)
      let layers = [
        try linear(random.floats(40 * 24), outputs: 40, bias: random.floats(40), compute),
        try linear(random.floats(7 * 24), outputs: 7, bias: nil, compute),
      ]
      let x = random.activations(rows: positions, columns: 24)
      let outputs = layers.map { Activations(rows: positions, columns: $0.outputs) }
      LinearGroup(layers).forward(x, into: outputs, compute: compute)
      for (layer, output) in zip(layers, outputs) {
        let alone = Activations(rows: positions, columns: layer.outputs)
        layer.forward(x, into: alone, compute: compute)
        for t in 0..<positions { #expect(alone.copy(row: t) == output.copy(row: t)) }
      }
    }
  }

  @Test func theBiasAndTheResidualAreAdded() throws {
    for compute in computes {
      let layer = try linear([1, 2, 3, 4], outputs: 2, bias: [10, 20], compute)
      let x = Activations(rows: 1, columns: 2), y = Activations(rows: 1, columns: 2)
      x.set(row: 0, to: [1, 1])
      layer.forward(x, into: y, compute: compute)
      #expect(y.copy(row: 0) == [13, 27])
      layer.forward(x, addingTo: y, compute: compute)
      #expect(y.copy(row: 0) == [26, 54])
      add(x, to: y, compute: compute)
      #expect(y.copy(row: 0) == [27, 55])
    }
  }

  @Test func anEmbeddingIsTheTablesRow() throws {
    let compute = computes[0]
    let table = try linear((0..<60).map(Float.init), outputs: 20, bias: nil, compute).weight
    let y = Activations(rows: 3, columns: 3)
    TokenEmbedding(table: table).forward([19, 0, 7], into: y, compute: compute)
    #expect(y.copy(row: 0) == [57, 58, 59])
    #expect(y.copy(row: 1) == [0, 1, 2])
    #expect(y.copy(row: 2) == [21, 22, 23])
  }
}
