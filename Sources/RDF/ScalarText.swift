internal import Glibc

/// Strings as RDF compares them: code point by code point.
///
/// Swift's own `==` and hashes take canonically equivalent strings for the same (é as one scalar or as two), which RDF 1.2 Concepts, sections
/// 3.2 and 3.4, does not.
package enum ScalarText {
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    let (left, right) = (a.utf8, b.utf8)
    guard left.count == right.count else { return false }
    let answer = unsafe left.withContiguousStorageIfAvailable { x -> Bool? in
      unsafe right.withContiguousStorageIfAvailable { y -> Bool in
        guard let from = x.baseAddress, let to = y.baseAddress else { return true }
        return unsafe memcmp(from, to, x.count) == 0
      }
    }
    return (answer ?? nil) ?? left.elementsEqual(right)
  }

  static func areEqual(_ a: String?, _ b: String?) -> Bool {
    switch (a, b) {
    case (nil, nil): true
    case (let a?, let b?): areEqual(a, b)
    default: false
    }
  }

  static func hash(_ text: String, into hasher: inout Hasher) {
    let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if isDone == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
