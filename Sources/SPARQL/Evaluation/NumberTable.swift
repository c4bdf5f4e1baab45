/// From numbers of terms to small integers: open addressing, linear probing, no removal.
struct NumberTable {
  private var keys: [Int64]
  private var values: [Int32]
  private var mask: Int
  private(set) var count = 0

  init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: -1, count: size)
    mask = size - 1
  }

  private func start(_ key: Int64) -> Int {
    let mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32) & mask
  }

  /// The value of a key other than 0; nil when there is none.
  @inline(__always)
  func value(_ key: Int64) -> Int32? {
    var place = start(key)
    while true {
      let found = keys[place]
      if found == key { return values[place] }
      if found == 0 { return nil }
      place = (place + 1) & mask
    }
  }

  /// Sets a value and returns the one before, -1 when there was none.
  @inline(__always)
  mutating func exchange(_ key: Int64, _ value: Int32) -> Int32 {
    var place = start(key)
    while true {
      let found = keys[place]
      if found == key {
        let old = values[place]
        values[place] = value
        return old
      }
      if found == 0 {
        keys[place] = key
        values[place] = value
        count += 1
        if count * 3 > keys.count * 2 { grow() }
        return -1
      }
      place = (place + 1) & mask
    }
  }

  /// The value of a key, which is set to `new` when there is none.
  @inline(__always)
  mutating func value(_ key: Int64, orSet new: Int32) -> Int32 {
    var place = start(key)
    while true {
      let found = keys[place]
      if found == key { return values[place] }
      if found == 0 {
        keys[place] = key
        values[place] = new
        count += 1
        if count * 3 > keys.count * 2 { grow() }
        return new
      }
      place = (place + 1) & mask
    }
  }

  private mutating func grow() {
    var larger = NumberTable(capacity: keys.count)
    for place in keys.indices where keys[place] != 0 { _ = larger.exchange(keys[place], values[place]) }
    self = larger
  }
}
