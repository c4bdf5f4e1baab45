import Kernels
import Testing

@Suite("The processor's instructions for digests agree with plain code") struct SHA256BlocksTests {
  @Test("On any number of blocks, from any place", arguments: 0..<12) func agreement(blocks: Int) {
    let start = blocks * 7 % 5
    let bytes = (0..<start + blocks * 64 + 3).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3 &+ blocks) }
    let first = (0..<8).map { UInt32(truncatingIfNeeded: UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 >> 13) }
    var fast = first, plain = first
    SHA256Blocks.absorb(bytes, from: start, blocks: blocks, into: &fast)
    SHA256Blocks.absorb(bytes, from: start, blocks: blocks, into: &plain, portably: true)
    #expect(fast == plain)
    #expect((fast == first) == (blocks == 0))
  }
}
