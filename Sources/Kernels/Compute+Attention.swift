import CKernels
import Memory

/// Rows of a batch of queries and the keys that they see.
public struct AttentionPart {
  /// Rows of the queries and of the result.
  public let rows: Range<Int>
  /// Where the keys and values are.
  public let store: KeyValueStore
  /// Which of the store's slots.
  public let slot: Int
  /// The text's blocks, in order.
  public let blocks: [Int32]
  /// Keys that the first row sees.
  public let firstLength: Int
  /// Whether each following row sees one key more than the row before it.
  public let causal: Bool

  public init(rows: Range<Int>, store: KeyValueStore, slot: Int, blocks: [Int32], firstLength: Int, causal: Bool) {
    precondition(slot >= 0 && slot < store.slots, "AttentionPart: slot \(slot)")
    let last = firstLength + (causal ? max(0, rows.count - 1) : 0)
    precondition(firstLength > 0 && last <= blocks.count * KeyValueStore.blockPositions, "AttentionPart: \(last) keys in \(blocks.count) blocks")
    precondition(blocks.allSatisfy { $0 >= 0 && $0 < store.blocks }, "AttentionPart: a block that the store lacks")
    self.rows = rows
    self.store = store
    self.slot = slot
    self.blocks = blocks
    self.firstLength = firstLength
    self.causal = causal
  }
}

extension Compute {
  /// Stores rows of keys and values (T, Hkv·D) as float16, the first of `rows` at `position` of the text with these blocks.
  public func store(
    keys k: Activations, values v: Activations, rows: Range<Int>, in store: KeyValueStore, slot: Int, blocks: [Int32],
    at position: Int
  ) {
    let width = store.heads * store.headSize
    precondition(k.columns == width && v.columns == width, "store: \(k.columns) and \(v.columns) channels for \(width)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= min(k.rows, v.rows), "store: rows \(rows) of \(k.rows)")
    precondition(slot >= 0 && slot < store.slots && position >= 0, "store: slot \(slot), position \(position)")
    precondition(position + rows.count <= blocks.count * KeyValueStore.blockPositions, "store: position \(position + rows.count) past the blocks")
    let size = store.headSize, each = KeyValueStore.blockPositions
    forRows(rows.count, elementsEach: 2 * width) { part in
      for i in part {
        let at = (rows.lowerBound + i) * width, place = (position + i) % each
        let block = Int(blocks[(position + i) / each])
        precondition(block >= 0 && block < store.blocks, "store: block \(block) of \(store.blocks)")
        for head in 0..<store.heads {
          let keys = unsafe store.pointer(block: block, slot: slot, head: head)
          unsafe kernels.pointee.store_key(k.pointer + at + head * size, Int32(size), keys, place)
          unsafe kernels.pointee.store_value(v.pointer + at + head * size, Int32(size), keys, place)
        }
      }
    }
  }

  /// softmax(q·kᵀ / √D)·v for every part and head.
  ///
  /// - Parameters:
  ///   - q: (T, H·D) float32; H is a multiple of the store's heads, and consecutive query heads share one of them.
  ///   - y: becomes (T, H·D); must not be `q`. Rows outside every part are unspecified.
  /// - Tolerance: 2⁻¹⁰ relative to the largest value, from float16 keys and values.
  public func attend(_ q: Activations, parts: [AttentionPart], headSize: Int, into y: Activations) {
    precondition(headSize > 0 && q.columns % headSize == 0 && y !== q, "attend: \(q.columns) channels, heads of \(headSize)")
    y.resize(rows: q.rows, columns: q.columns)
    let heads = q.columns / headSize, tile = Int(KG_ATTENTION_ROWS)
    var firstTask = [Int]()
    firstTask.reserveCapacity(parts.count)
    var tasks = 0
    for part in parts {
      precondition(part.store.headSize == headSize && heads % part.store.heads == 0, "attend: \(heads) heads over \(part.store.heads)")
      precondition(part.rows.lowerBound >= 0 && part.rows.upperBound <= q.rows, "attend: rows \(part.rows) of \(q.rows)")
      firstTask.append(tasks)
      tasks += part.store.heads * tiles(of: part, heads: heads, tile: tile)
    }
    let scale = 1 / Float(headSize).squareRoot()
    let starts = firstTask
    pool.run(tasks) { task in
      var i = parts.count - 1
      while starts[i] > task { i -= 1 }
      let part = parts[i], group = heads / part.store.heads
      let inner = task - starts[i], each = tiles(of: part, heads: heads, tile: tile)
      let head = inner / each, first = inner % each * tile
      let at = part.rows.lowerBound * q.columns + head * group * headSize
      unsafe part.blocks.withUnsafeBufferPointer { blocks in
        var call = unsafe kg_attention(
          queries: q.pointer + at, out: y.pointer + at, row_stride: q.columns, group: Int32(group),
          head_size: Int32(headSize), scale: scale, store: part.store.pointer(block: 0, slot: part.slot, head: head),
          blocks: blocks.baseAddress, block_stride: part.store.blockStride, first_length: part.firstLength,
          causal: part.causal ? 1 : 0)
        unsafe kernels.pointee.attend(&call, first, min(first + tile, part.rows.count * group))
      }
    }
  }

  private func tiles(of part: AttentionPart, heads: Int, tile: Int) -> Int {
    (part.rows.count * (heads / part.store.heads) + tile - 1) / tile
  }

  /// Attention of every position over all positions of its own sequence: rows of `q`, `k` and `v` (T, H·D).
  public func attendWithin(
    sequences: [Range<Int>], queries q: Activations, keys k: Activations, values v: Activations, headSize: Int,
    into y: Activations
  ) {
    precondition(k.rows == q.rows && v.rows == q.rows && k.columns == q.columns && v.columns == q.columns,
      "attendWithin: queries, keys and values of different shapes")
    let sequences = sequences.filter { !$0.isEmpty }
    let longest = sequences.reduce(0) { max($0, $1.count) }
    if longest <= KG_SHORT_POSITIONS, headSize <= KG_SHORT_HEAD, headSize % 16 == 0 {
      return attendShort(sequences, queries: q, keys: k, values: v, headSize: headSize, into: y)
    }
    if longest <= KG_LONG_POSITIONS, headSize <= KG_SHORT_HEAD, headSize % 16 == 0 {
      for rows in sequences { attendLong(rows, queries: q, keys: k, values: v, headSize: headSize, into: y) }
      return
    }
    var blocks = [[Int32]]()
    var used = Int32(0)
    for rows in sequences {
      let count = Int32(KeyValueStore.blocks(for: rows.count))
      blocks.append(Array(used..<used + count))
      used += count
    }
    if used == 0 { return y.resize(rows: q.rows, columns: q.columns) }
    let store = k.attentionStore(heads: q.columns / headSize, headSize: headSize, blocks: Int(used))
    let own = blocks
    pool.run(sequences.count) { i in
      self.store(keys: k, values: v, rows: sequences[i], in: store, slot: 0, blocks: own[i], at: 0)
    }
    let parts = sequences.indices.map { i in
      AttentionPart(rows: sequences[i], store: store, slot: 0, blocks: own[i], firstLength: sequences[i].count, causal: false)
    }
    attend(q, parts: parts, headSize: headSize, into: y)
  }

  /// The same for short sequences: one task a sequence and head, float32 throughout.
  private func attendShort(
    _ sequences: [Range<Int>], queries q: Activations, keys k: Activations, values v: Activations, headSize: Int,
    into y: Activations
  ) {
    precondition(y !== q && y !== k && y !== v, "attendWithin: the result is an input")
    y.resize(rows: q.rows, columns: q.columns)
    let heads = q.columns / headSize, stride = q.columns
    let scale = 1 / Float(headSize).squareRoot()
    pool.run(sequences.count * heads) { task in
      let rows = sequences[task / heads]
      precondition(rows.lowerBound >= 0 && rows.upperBound <= q.rows, "attendWithin: rows \(rows) of \(q.rows)")
      let at = rows.lowerBound * stride + task % heads * headSize
      var call = unsafe kg_sequence(
        queries: q.pointer + at, keys: k.pointer + at, values: v.pointer + at, out: y.pointer + at, row_stride: stride,
        positions: rows.count, head_size: Int32(headSize), scale: scale)
      unsafe kernels.pointee.attend_sequence(&call)
    }
  }

  /// The same for one long sequence: its keys are laid out once, then heads and stretches of rows are tasks.
  private func attendLong(
    _ rows: Range<Int>, queries q: Activations, keys k: Activations, values v: Activations, headSize: Int, into y: Activations
  ) {
    precondition(y !== q && y !== k && y !== v, "attendWithin: the result is an input")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= q.rows, "attendWithin: rows \(rows) of \(q.rows)")
    y.resize(rows: q.rows, columns: q.columns)
    let heads = q.columns / headSize, stride = q.columns, padded = (rows.count + 15) / 16 * 16
    let scale = 1 / Float(headSize).squareRoot(), first = rows.lowerBound * stride
    let store = k.floatScratch(heads * padded * headSize)
    func sequence(_ head: Int) -> kg_sequence {
      let at = first + head * headSize
      return unsafe kg_sequence(
        queries: q.pointer + at, keys: k.pointer + at, values: v.pointer + at, out: y.pointer + at, row_stride: stride,
        positions: rows.count, head_size: Int32(headSize), scale: scale)
    }
    let stretch = 256, stretches = (rows.count + stretch - 1) / stretch
    pool.run(heads * stretches) { task in
      let head = task / stretches, start = task % stretches * stretch
      var call = unsafe sequence(head)
      unsafe kernels.pointee.transpose_keys(&call, store.pointer + head * padded * headSize, start, min(start + stretch, padded))
    }
    let rowsEach = 96, parts = (rows.count + rowsEach - 1) / rowsEach
    pool.run(heads * parts) { task in
      let head = task / parts, start = task % parts * rowsEach
      var call = unsafe sequence(head)
      unsafe kernels.pointee.attend_long(&call, store.pointer + head * padded * headSize, start, min(start + rowsEach, rows.count))
    }
  }
}
