import Kernels
import Layers
import Testing

@Suite struct KeyValuePoolTests {
  private let compute = computes[0]
  private let block = KeyValueStore.blockPositions

  /// Rows whose values tell the position, as keys and values of one layer.
  private func rows(_ range: Range<Int>, salt: Float) -> Activations {
    let rows = Activations(rows: range.count, columns: 16)
    for (row, position) in range.enumerated() {
      for column in 0..<16 { rows[row, column] = Float(position % 7) + Float(column) / 16 + salt }
    }
    return rows
  }

  private func write(_ range: Range<Int>, to cache: KeyValueCache, salt: Float = 0) throws {
    let values = rows(range, salt: salt)
    try cache.store(layer: 0, keys: values, values: values, compute: compute)
    cache.advance(by: range.count)
  }

  /// What a query sees at the end of the text.
  private func attended(_ cache: KeyValueCache) throws -> [Float] {
    let attention = CausalAttention(heads: 1, keyValueHeads: 1, headSize: 16)
    let query = rows(3..<4, salt: 0.5), out = Activations(rows: 1, columns: 16)
    try cache.store(layer: 0, keys: query, values: query, compute: compute)
    attention.forward(query, cache: cache, layer: 0, into: out, compute: compute)
    return out.copy(row: 0)
  }

  @Test func aTextGoesOnFromWhatAnotherOneHasRead() throws {
    let pool = KeyValuePool(layers: 1, heads: 1, headSize: 16, capacity: 8 * block)
    let tokens = (0..<3 * Int32(block)).map { $0 % 11 }
    let first = pool.makeCache(capacity: 4 * block)
    try write(0..<2 * block + 5, to: first)
    first.publish(tokens)
    let second = pool.makeCache(capacity: 4 * block)
    #expect(second.attach(tokens, limit: tokens.count - 1) == 2 * block)
    #expect(pool.heldBlocks == 3)
    try write(2 * block..<2 * block + 5, to: second)
    #expect(try attended(second) == attended(first))
    // Another text with the same second block but a different first one finds nothing.
    var other = tokens
    other[0] = 99
    #expect(pool.makeCache(capacity: 4 * block).attach(other, limit: other.count - 1) == 0)
  }

  @Test func whatIsSharedIsNeverWrittenOver() throws {
    let pool = KeyValuePool(layers: 1, heads: 1, headSize: 16, capacity: 8 * block)
    let tokens = (0..<2 * Int32(block)).map { $0 % 5 }
    let first = pool.makeCache(capacity: 4 * block), second = pool.makeCache(capacity: 4 * block)
    try write(0..<2 * block, to: first)
    first.publish(tokens)
    let before = try attended(first)
    #expect(second.attach(tokens, limit: tokens.count) == 2 * block)
    second.truncate(to: block + 3)
    try write(block + 3..<2 * block, to: second, salt: 4)
    #expect(try attended(first) == before)
    #expect(try attended(second) != before)
  }

  @Test func memoryOfEndedTextsIsUsedAgainTheOldestFirst() throws {
    let pool = KeyValuePool(layers: 1, heads: 1, headSize: 16, capacity: 4 * block)
    let texts = (0..<2).map { text in (0..<Int32(2 * block)).map { $0 + Int32(text) * 1000 } }
    for text in texts {
      let cache = pool.makeCache(capacity: 4 * block)
      try write(0..<2 * block, to: cache)
      cache.publish(text)
    }
    #expect(pool.availableBlocks == 4)
    do {
      let third = pool.makeCache(capacity: block)
      try write(0..<block, to: third)
      // Its block was the end of the first text, whose beginning is still known.
      #expect(pool.makeCache(capacity: 4 * block).attach(texts[0], limit: 2 * block) == block)
      #expect(pool.makeCache(capacity: 4 * block).attach(texts[1], limit: 2 * block) == 2 * block)
    }
    #expect(pool.availableBlocks == 4)
  }

  @Test func aFullPoolRefusesAndLosesNothing() throws {
    let pool = KeyValuePool(layers: 1, heads: 1, headSize: 16, capacity: 2 * block)
    let first = pool.makeCache(capacity: 4 * block), second = pool.makeCache(capacity: 4 * block)
    try write(0..<block + 1, to: first)
    #expect(throws: CacheError.exhausted) { try second.reserve(1) }
    #expect(throws: CacheError.full(capacity: 4 * block, needed: 4 * block + 2)) { try first.reserve(3 * block + 1) }
    #expect(first.count == block + 1 && second.count == 0)
    first.truncate(to: block)
    try second.reserve(1)
    #expect(pool.availableBlocks == 0)
  }
}
