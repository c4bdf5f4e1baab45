internal import CZlib

extension Statement {
  /// The text of a term in a column `term.lexical`, which may be packed (``TextPacker``).
  ///
  /// - Throws: ``StoreError`` with `corrupt` where the blob does not unpack to what it says. Nothing larger than deflate can make of the blob
  ///   is allocated: 1,032 times its size.
  func termText(_ column: Int32) throws -> String {
    guard isBlob(column) else { return text(column) }
    let text = unsafe withBlob(column) { blob -> String? in
      guard blob.count > 4 else { return nil }
      let size = (0..<4).reduce(0) { unsafe $0 | Int(blob[$1]) << (8 * $1) }
      guard size <= (blob.count - 4) * 1032, let packed = unsafe blob.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
      var isWhole = false
      let text = unsafe String(unsafeUninitializedCapacity: size) { room in
        guard let start = room.baseAddress else { return 0 }
        isWhole = unsafe kg_inflate(packed + 4, blob.count - 4, start, size) != 0
        return isWhole ? size : 0
      }
      return isWhole ? text : nil
    }
    guard let text else { throw StoreError(.corrupt, "the text of a literal is damaged; run `kgassist verify`, restore a backup") }
    return text
  }
}
