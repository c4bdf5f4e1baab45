internal import CKernels

/// SHA-256's compression function over whole blocks of 64 bytes; what makes a digest of it stands where digests are wanted.
///
/// Source: FIPS 180-4, section 6.2.2. With the processor's own instructions a block takes a tenth of the time that plain code takes.
public enum SHA256Blocks {
  public static let size = 64

  /// Takes `blocks` blocks of `bytes` from `start` on into the eight words of `state`.
  ///
  /// - Parameter portably: by plain code also where the processor has instructions for it: what those are held against.
  public static func absorb(_ bytes: [UInt8], from start: Int, blocks: Int, into state: inout [UInt32], portably: Bool = false) {
    precondition(state.count == 8 && start >= 0 && blocks >= 0 && start + blocks * size <= bytes.count, "blocks outside of their bytes")
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return }
      let compress = unsafe portably ? kg_sha256_portable : kg_sha256
      unsafe compress(&state, first + start, blocks)
    }
  }
}
