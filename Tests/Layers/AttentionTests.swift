import Kernels
import Layers
import Testing

@Suite struct AttentionTests {
  @Test(arguments: [(14, 2, 64), (9, 3, 64), (4, 4, 32), (3, 1, 80)])
  func causalAttentionOverACacheGivesTheDefinition(heads: Int, keyValueHeads: Int, size: Int) throws {
    for compute in computes {
      var random = Randoms(seed: 1)
      let cache = KeyValueCache(layers: 2, heads: keyValueHeads, headSize: size, capacity: 400)
      let attention = CausalAttention(heads: heads, keyValueHeads: keyValueHeads, headSize: size)
      var keys = [[Float]](), values = [[Float]]()
      for positions in [1, 150, 1, 37, 1] {
        let q = random.activations(rows: positions, columns: heads * size, scale: 3)
        let k = random.activations(rows: positions, columns: keyValueHeads * size, scale: 3)
        let v = random.activations(rows: positions, columns: keyValueHeads * size)
        let y = Activations(rows: positions, columns: heads * size)
        try cache.store(layer: 1, keys: k, values: v, compute: compute)
        attention.forward(q, cache: cache, layer: 1, into: y, compute: compute)
        for t in 0..<positions {
          keys.append(k.copy(row: t))
          values.append(v.copy(row: t))
          for h in [0, heads / 2, heads - 1] {
            let group = h / (heads / keyValueHeads) * size
            let expected = attentionReference(
              Array(q.copy(row: t)[h * size..<(h + 1) * size]), keys: keys.map { Array($0[group..<group + size]) },
              values: values.map { Array($0[group..<group + size]) })
            for d in 0..<size { #expect(abs(Double(y[t, h * size + d]) - expected[d]) < 0.004) }
          }
        }
        cache.advance(by: positions)
      }
      #expect(cache.count == 190)
    }
  }

  @Test func severalTextsInOneBatchAreWhatEachIsAlone() throws {
    for compute in computes {
      var random = Randoms(seed: 2)
      let attention = CausalAttention(heads: 6, keyValueHeads: 2, headSize: 32)
      let caches = (0..<3).map { _ in KeyValueCache(layers: 1, heads: 2, headSize: 32, capacity: 64) }
      let rows = [0..<1, 1..<8, 8..<9]
      let q = random.activations(rows: 9, columns: 192), y = Activations(rows: 9, columns: 192)
      let k = random.activations(rows: 9, columns: 64), v = random.activations(rows: 9, columns: 64)
      for (cache, rows) in zip(caches, rows) { try cache.store(layer: 0, keys: k, values: v, rows: rows, compute: compute) }
      attention.forward(
        q, segments: zip(rows, caches).map { CausalAttention.Segment(rows: $0, cache: $1) }, layer: 0, into: y, compute: compute)
      for (cache, rows) in zip(caches, rows) {
        let own = Activations(rows: rows.count, columns: 192), alone = Activations(rows: rows.count, columns: 192)
        own.gather(Array(rows), from: q)
        attention.forward(own, cache: cache, layer: 0, into: alone, compute: compute)
        for (i, t) in rows.enumerated() { #expect(alone.copy(row: i) == y.copy(row: t)) }
      }
    }
  }

  @Test func aCacheRefusesWhatDoesNotFitAndForgetsWhatIsCut() throws {
    let compute = computes[0]
    let cache = KeyValueCache(layers: 1, heads: 1, headSize: 16, capacity: 4)
    let five = Activations(rows: 5, columns: 16), four = Activations(rows: 4, columns: 16)
    #expect(throws: CacheError.full(capacity: 4, needed: 5)) { try cache.store(layer: 0, keys: five, values: five, compute: compute) }
    try cache.store(layer: 0, keys: four, values: four, compute: compute)
    cache.advance(by: 4)
    cache.truncate(to: 1)
    #expect(cache.count == 1)
    #expect(throws: CacheError.full(capacity: 4, needed: 5)) { try cache.store(layer: 0, keys: four, values: four, compute: compute) }
  }

  @Test func everySequenceOfABatchSeesOnlyItself() {
    for compute in computes {
      var random = Randoms(seed: 4)
      let attention = BidirectionalAttention(heads: 12, headSize: 32)
      let sequences = [0..<1, 1..<18, 18..<18, 18..<50, 50..<190]
      let q = random.activations(rows: 190, columns: 384, scale: 2), k = random.activations(rows: 190, columns: 384, scale: 2)
      let v = random.activations(rows: 190, columns: 384), y = Activations(rows: 190, columns: 384)
      attention.forward(queries: q, keys: k, values: v, sequences: sequences, into: y, compute: compute)
      for rows in sequences {
        for t in rows.prefix(3) {
          for h in [0, 11] {
            let part = h * 32..<h * 32 + 32
            let expected = attentionReference(
              Array(q.copy(row: t)[part]), keys: rows.map { Array(k.copy(row: $0)[part]) },
              values: rows.map { Array(v.copy(row: $0)[part]) })
            for d in 0..<32 { #expect(abs(Double(y[t, h * 32 + d]) - expected[d]) < 0.002) }
          }
        }
      }
    }
  }
}
