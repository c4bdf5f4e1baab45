internal import Glibc
internal import Memory

/// The file of the vectors' copy: a header of 8-byte numbers (mark, generation, segments), then for each segment a header (encoder, dimension, rows),
/// passages (8 bytes each), scales (4), domains (1) and rows, each part padded to 64 bytes. Little endian. Always replaced as a whole.
enum VectorFile {
  /// "kgvec8" and the version of this layout.
  private static let mark: Int64 = 0x6B67_7665_6338_0001

  /// The segments, when the file is whole and was made from the state that the store calls `generation`.
  static func read(_ path: String, generation: Int64) -> [VectorSegment]? {
    guard let file = try? MappedFile(path: path), file.count >= 64, number(file, 0) == mark, number(file, 8) == generation else { return nil }
    var offset = 64
    var segments: [VectorSegment] = []
    let count = number(file, 16)
    guard count >= 0, count < 1000 else { return nil }
    for _ in 0..<count {
      guard offset + 64 <= file.count else { return nil }
      let (encoder, dimension, rows) = (number(file, offset), Int(number(file, offset + 8)), Int(number(file, offset + 16)))
      guard dimension > 0, dimension <= 65_536, rows >= 0, rows <= file.count / 8 else { return nil }
      let passages = offset + 64
      let scales = passages + padded(rows * 8)
      let domains = scales + padded(rows * 4)
      let codes = domains + padded(rows)
      let end = codes + padded(rows * dimension)
      guard end <= file.count else { return nil }
      let bytes = unsafe file.bytes
      segments.append(
        VectorSegment(
          encoder: encoder, dimension: dimension,
          passages: (0..<rows).map { unsafe Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: passages + $0 * 8, as: Int64.self)) },
          scales: (0..<rows).map {
            unsafe Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: scales + $0 * 4, as: UInt32.self)))
          },
          domains: unsafe [UInt8](bytes[domains..<domains + rows]), file: file, codesOffset: codes))
      offset = end
    }
    return offset == file.count ? segments : nil
  }

  /// Writes beside the file and renames. False when the disk does not take it; the old file stays then.
  static func write(_ path: String, segments: [VectorSegment], removed: Set<Int64>, generation: Int64) -> Bool {
    let temporary = path + ".new"
    guard let out = unsafe fopen(temporary, "we") else { return false }
    unsafe put([mark, generation, Int64(segments.count)], to: out)
    for segment in segments {
      let kept = segment.passages.indices.filter { !removed.contains(segment.passages[$0]) }
      unsafe put([segment.encoder, Int64(segment.dimension), Int64(kept.count)], to: out)
      unsafe put(kept.flatMap { littleEndian(UInt64(bitPattern: segment.passages[$0]), bytes: 8) }, to: out)
      unsafe put(kept.flatMap { littleEndian(UInt64(segment.scales[$0].bitPattern), bytes: 4) }, to: out)
      unsafe put(kept.map { segment.domains[$0] }, to: out)
      let size = segment.dimension
      unsafe segment.withCodes { codes in
        for row in kept { unsafe fwrite(codes.baseAddress! + row * size, 1, size, out) }
      }
      unsafe pad(after: kept.count * size, to: out)
    }
    let failed = unsafe fflush(out) != 0 || ferror(out) != 0 || fsync(fileno(out)) != 0
    let isWritten = unsafe fclose(out) == 0 && !failed && rename(temporary, path) == 0
    if !isWritten { unsafe unlink(temporary) }
    return isWritten
  }

  private static func padded(_ count: Int) -> Int { (count + 63) / 64 * 64 }

  private static func number(_ file: MappedFile, _ offset: Int) -> Int64 {
    unsafe Int64(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
  }

  private static func littleEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }

  private static func put(_ header: [Int64], to out: UnsafeMutablePointer<FILE>) {
    unsafe put(header.flatMap { littleEndian(UInt64(bitPattern: $0), bytes: 8) }, to: out)
  }

  private static func put(_ bytes: [UInt8], to out: UnsafeMutablePointer<FILE>) {
    unsafe fwrite(bytes, 1, bytes.count, out)
    unsafe pad(after: bytes.count, to: out)
  }

  private static func pad(after count: Int, to out: UnsafeMutablePointer<FILE>) {
    unsafe fwrite([UInt8](repeating: 0, count: 64), 1, padded(count) - count, out)
  }
}
