import CKernels
import Memory

/// Keys and values as float16, in blocks of ``blockPositions`` positions that texts share among themselves.
///
/// A block holds, for each slot (a layer) and head, keys (blockPositions / 16, D, 16), so that sixteen positions are
/// scored at once, then values (blockPositions, D). Memory for all blocks is reserved; blocks never written are never
/// committed. Which block belongs to which text is the caller's affair.
public final class KeyValueStore {
  /// Independent sets of keys and values: the layers of a model.
  public let slots: Int
  /// Hkv.
  public let heads: Int
  /// D, a multiple of 16.
  public let headSize: Int
  /// Blocks that fit.
  public let blocks: Int

  private let elements: AlignedBuffer<UInt16>

  /// Positions of one block.
  public static let blockPositions = Int(KG_BLOCK_POSITIONS)

  /// How many blocks hold so many positions.
  public static func blocks(for positions: Int) -> Int { (positions + blockPositions - 1) / blockPositions }

  /// Bytes that one block takes.
  public static func blockBytes(slots: Int, heads: Int, headSize: Int) -> Int { slots * heads * headSize * blockPositions * 4 }

  /// Whether the kernels can attend with heads of that many channels.
  public static func supports(headSize: Int) -> Bool {
    headSize > 0 && headSize % 16 == 0 && headSize <= Int(KG_MAXIMUM_HEAD)
  }

  public init(slots: Int, heads: Int, headSize: Int, blocks: Int) {
    precondition(slots > 0 && heads > 0 && blocks > 0, "KeyValueStore: empty shape")
    precondition(Self.supports(headSize: headSize),
      "KeyValueStore: a head of \(headSize) is not a multiple of 16 up to \(KG_MAXIMUM_HEAD)")
    self.slots = slots
    self.heads = heads
    self.headSize = headSize
    self.blocks = blocks
    elements = AlignedBuffer(count: blocks * (slots * heads * headSize * Self.blockPositions * 2), pages: .small)
  }

  /// Elements from one block to the next.
  var blockStride: Int { slots * heads * headStride }
  private var headStride: Int { 2 * headSize * Self.blockPositions }

  /// Copies a whole block onto another.
  public func copy(block source: Int32, to target: Int32) {
    precondition(source >= 0 && source < blocks && target >= 0 && target < blocks && source != target, "KeyValueStore: block \(target)")
    unsafe (elements.pointer + Int(target) * blockStride).update(from: elements.pointer + Int(source) * blockStride, count: blockStride)
  }

  /// The keys of one slot and head in a block; its values follow them.
  @unsafe func pointer(block: Int, slot: Int, head: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe elements.pointer + block * blockStride + (slot * heads + head) * headStride
  }
}
