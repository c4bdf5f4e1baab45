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
  /// First position of the keys; a multiple of 16.
  public let offset: Int
  /// Keys that the first row sees.
  public let firstLength: Int
  /// Whether each following row sees one key more than the row before it.
  public let causal: Bool

  public init(rows: Range<Int>, store: KeyValueStore, slot: Int, offset: Int = 0, firstLength: Int, causal: Bool) {
    precondition(offset >= 0 && offset % 16 == 0 && slot >= 0 && slot < store.slots, "AttentionPart: offset \(offset), slot \(slot)")
    let last = offset + firstLength + (causal ? max(0, rows.count - 1) : 0)
    precondition(firstLength > 0 && last <= store.capacity, "AttentionPart: \(last) keys of \(store.capacity)")
    self.rows = rows
    self.store = store
    self.slot = slot
    self.offset = offset
    self.firstLength = firstLength
    self.causal = causal
  }
}

extension Compute {
  /// Stores rows of keys and values (T, Hkv·D) as float16, the first of `rows` at `position`.
  public func store(
    keys k: Activations, values v: Activations, rows: Range<Int>, in store: KeyValueStore, slot: Int, at position: Int
  ) {
    let width = store.heads * store.headSize
    precondition(k.columns == width && v.columns == width, "store: \(k.columns) and \(v.columns) channels for \(width)")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= min(k.rows, v.rows), "store: rows \(rows) of \(k.rows)")
    precondition(slot >= 0 && slot < store.slots && position >= 0 && position + rows.count <= store.capacity,
      "store: position \(position + rows.count) of \(store.capacity)")
    let size = store.headSize
    forRows(rows.count, elementsEach: 2 * width) { part in
      for head in 0..<store.heads {
        let keys = unsafe store.keyPointer(slot: slot, head: head)
        let values = unsafe store.valuePointer(slot: slot, head: head)
        for i in part {
          let at = (rows.lowerBound + i) * width + head * size
          unsafe kernels.pointee.store_key(k.pointer + at, Int32(size), keys, position + i)
          unsafe kernels.pointee.store_value(v.pointer + at, Int32(size), values, position + i)
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
      var call = unsafe kg_attention(
        queries: q.pointer + at, out: y.pointer + at, row_stride: q.columns, group: Int32(group),
        head_size: Int32(headSize), scale: scale,
        keys: part.store.keyPointer(slot: part.slot, head: head) + part.offset * headSize,
        values: part.store.valuePointer(slot: part.slot, head: head) + part.offset * headSize,
        first_length: part.firstLength, causal: part.causal ? 1 : 0)
      unsafe kernels.pointee.attend(&call, first, min(first + tile, part.rows.count * group))
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
    var offsets = [Int]()
    var positions = 0
    for rows in sequences {
      offsets.append(positions)
      positions += (rows.count + 15) / 16 * 16
    }
    if positions == 0 { return y.resize(rows: q.rows, columns: q.columns) }
    let store = k.attentionStore(heads: q.columns / headSize, headSize: headSize, positions: positions)
    pool.run(sequences.count) { i in
      self.store(keys: k, values: v, rows: sequences[i], in: store, slot: 0, at: offsets[i])
    }
    let parts = sequences.indices.map { i in
      AttentionPart(
        rows: sequences[i], store: store, slot: 0, offset: offsets[i], firstLength: sequences[i].count, causal: false)
    }
    attend(q, parts: parts, headSize: headSize, into: y)
  }
}
