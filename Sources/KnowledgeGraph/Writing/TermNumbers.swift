/// Numbers by digest in one flat table: 24 bytes a slot, no term kept.
struct TermNumbers {
  private struct Slot {
    var digest = TermDigest(high: 0, low: 0)
    /// 0 where nothing is.
    var number: Int64 = 0
  }

  private var slots: [Slot] = []
  private(set) var count = 0

  /// The slot that has the digest, or the empty one where it belongs. There is always an empty one.
  private func place(of digest: TermDigest) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: digest.low) & mask
    while slots[place].number != 0, slots[place].digest != digest { place = (place + 1) & mask }
    return place
  }

  subscript(digest: TermDigest) -> Int64? {
    guard !slots.isEmpty else { return nil }
    let number = slots[place(of: digest)].number
    return number == 0 ? nil : number
  }

  mutating func insert(_ number: Int64, for digest: TermDigest) {
    if count * 10 >= slots.count * 7 { grow() }
    let place = place(of: digest)
    if slots[place].number == 0 { count += 1 }
    slots[place] = Slot(digest: digest, number: number)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: max(1024, old.count * 2))
    for slot in old where slot.number != 0 { slots[place(of: slot.digest)] = slot }
  }

  mutating func removeAll() {
    slots = []
    count = 0
  }
}
