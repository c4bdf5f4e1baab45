import Memory
import Testing

@Suite struct AlignedBufferTests {
  @Test(arguments: [0, 1, 15, 4096, 3_000_000])
  func aBufferIsZeroedAndAlignedTo64Bytes(count: Int) {
    let buffer = AlignedBuffer<Float>(count: count)
    #expect(buffer.count == count)
    #expect(UInt(bitPattern: buffer.pointer) % 64 == 0)
    #expect(buffer.span.count == count)
    var sum: Float = 0
    for i in buffer.span.indices { sum += abs(buffer.span[i]) }
    #expect(sum == 0)
  }

  @Test func whatIsWrittenThroughTheSpanIsRead() {
    var buffer = AlignedBuffer<Int32>(count: 1000)
    var span = buffer.mutableSpan
    for i in span.indices { span[i] = Int32(i * 3) }
    #expect(buffer.span[999] == 2997)
    #expect(buffer.pointer[7] == 21)
  }

  @Test func aReservedBufferCostsNoMemoryUntilItIsTouched() {
    let huge = AlignedBuffer<UInt8>(count: 1 << 36, pages: .small)  // 64 GiB of addresses
    huge.pointer[1 << 35] = 7
    #expect(huge.span[1 << 35] == 7)
    #expect(huge.span[1 << 34] == 0)
  }
}
