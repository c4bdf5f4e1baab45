import CKernels
import Memory

/// Keys and values as float16, laid out for attention.
///
/// For each slot (a layer) and head, keys are (positions / 16, D, 16), so that sixteen positions are scored at once,
/// and values are (positions, D). Memory for the capacity is reserved; pages never reached are never committed.
public final class KeyValueStore {
  /// Independent sets of keys and values: the layers of a model.
  public let slots: Int
  /// Hkv.
  public let heads: Int
  /// D, a multiple of 16.
  public let headSize: Int
  /// Positions, rounded up to a multiple of 16.
  public let capacity: Int

  private let keys: AlignedBuffer<UInt16>
  private let values: AlignedBuffer<UInt16>

  /// Whether the kernels can attend with heads of that many channels.
  public static func supports(headSize: Int) -> Bool {
    headSize > 0 && headSize % 16 == 0 && headSize <= Int(KG_MAXIMUM_HEAD)
  }

  public init(slots: Int, heads: Int, headSize: Int, capacity: Int) {
    precondition(slots > 0 && heads > 0 && capacity > 0, "KeyValueStore: empty shape")
    precondition(Self.supports(headSize: headSize),
      "KeyValueStore: a head of \(headSize) is not a multiple of 16 up to \(KG_MAXIMUM_HEAD)")
    self.slots = slots
    self.heads = heads
    self.headSize = headSize
    self.capacity = (capacity + 15) / 16 * 16
    let count = slots * heads * headSize * self.capacity
    keys = AlignedBuffer(count: count, pages: .small)
    values = AlignedBuffer(count: count, pages: .small)
  }

  @unsafe func keyPointer(slot: Int, head: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe keys.pointer + (slot * heads + head) * capacity * headSize
  }
  @unsafe func valuePointer(slot: Int, head: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe values.pointer + (slot * heads + head) * capacity * headSize
  }
}
