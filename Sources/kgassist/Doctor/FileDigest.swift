import Foundation
import Glibc

/// sha256 of a file (FIPS 180-4), read in pieces.
struct FileDigest {
  private static let constants: [UInt32] = Self.roots(of: Self.primes(64)) { $0.cubeRootFraction }
  private static let start: [UInt32] = Self.roots(of: Self.primes(8)) { $0.squareRootFraction }

  private var state = Self.start
  private var schedule = [UInt32](repeating: 0, count: 64)
  private var length: UInt64 = 0

  /// 64 hexadecimal digits, or nil where the file cannot be read.
  static func ofFile(_ path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = FileDigest()
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var kept: [UInt8] = []
    while true {
      let count = unsafe read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      // Pieces are whole blocks but for the last one of a file, and after a short read.
      kept += piece[..<count]
      let whole = kept.count & ~63
      digest.add(kept, upTo: whole)
      kept.removeFirst(whole)
    }
    return digest.finish(kept)
  }

  private mutating func add(_ bytes: [UInt8], upTo end: Int) {
    length += UInt64(end)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      for block in stride(from: 0, to: end, by: 64) { unsafe mix(UnsafeBufferPointer(rebasing: buffer[block..<block + 64])) }
    }
  }

  private mutating func finish(_ rest: [UInt8]) -> String {
    let bits = (length + UInt64(rest.count)) * 8
    var last = rest + [0x80]
    while last.count % 64 != 56 { last.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { last.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
    add(last, upTo: last.count)
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private mutating func mix(_ block: UnsafeBufferPointer<UInt8>) {
    for index in 0..<16 {
      let at = index * 4
      schedule[index] = unsafe UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8 | UInt32(block[at + 3])
    }
    for index in 16..<64 {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      let small = early.turned(7) ^ early.turned(18) ^ (early >> 3)
      let large = late.turned(17) ^ late.turned(19) ^ (late >> 10)
      schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ large
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let first = h &+ (e.turned(6) ^ e.turned(11) ^ e.turned(25)) &+ ((e & f) ^ (~e & g)) &+ Self.constants[index] &+ schedule[index]
      let second = (a.turned(2) ^ a.turned(13) ^ a.turned(22)) &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < count {
      if !found.contains(where: { candidate % $0 == 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  private static func roots(of primes: [UInt64], _ fraction: (UInt64) -> UInt32) -> [UInt32] { primes.map(fraction) }
}

extension UInt32 {
  fileprivate func turned(_ count: UInt32) -> UInt32 { self >> count | self << (32 - count) }
}

extension UInt64 {
  /// The first 32 bits behind the point of the square root, found by halving: the standard names them so.
  fileprivate var squareRootFraction: UInt32 { root { $0.multipliedFullWidth(by: $0) <= (self, 0) } }

  fileprivate var cubeRootFraction: UInt32 {
    // x³ ≤ n·2⁹⁶ with x below 2³⁶: compared after dropping no bit, in two steps of full width.
    root { x in
      let square = x.multipliedFullWidth(by: x)
      let low = square.low.multipliedFullWidth(by: x)
      let high = square.high &* x &+ low.high
      return (high, low.low) <= (self << 32, 0)
    }
  }

  /// The largest x with 32 bits behind the point that still fits.
  private func root(_ fits: (UInt64) -> Bool) -> UInt32 {
    var x: UInt64 = 0
    for bit in stride(from: 36, through: 0, by: -1) where fits(x | 1 << UInt64(bit)) { x |= 1 << UInt64(bit) }
    return UInt32(truncatingIfNeeded: x)
  }
}

private func <= (a: (high: UInt64, low: UInt64), b: (high: UInt64, low: UInt64)) -> Bool {
  a.high < b.high || (a.high == b.high && a.low <= b.low)
}
