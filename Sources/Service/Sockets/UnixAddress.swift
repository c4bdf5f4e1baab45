import Glibc

/// The address of a Unix socket; the kernel's holds 108 bytes, the last one zero.
struct UnixAddress {
  private var address = sockaddr_un()
  private let length: socklen_t

  /// Nil where the path is empty or too long. A leading `@` stands for the zero byte of an abstract name.
  init?(_ path: String) {
    var bytes = Array(path.utf8)
    let isAbstract = bytes.first == UInt8(ascii: "@")
    if isAbstract { bytes[0] = 0 }
    guard !bytes.isEmpty, bytes.count < 108 else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    // An abstract name ends with its length; a path with its zero byte.
    length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
  }

  func connect(_ descriptor: Descriptor) -> Int32 {
    unsafe withPointer { unsafe Glibc.connect(descriptor.raw, $0, length) }
  }

  func bind(_ descriptor: Descriptor) -> Int32 {
    unsafe withPointer { unsafe Glibc.bind(descriptor.raw, $0, length) }
  }

  func send(_ bytes: [UInt8], from descriptor: Descriptor) -> Int {
    unsafe withPointer { pointer in
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe sendto(descriptor.raw, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL), pointer, length)
      }
    }
  }

  private func withPointer<R>(_ body: (UnsafePointer<sockaddr>) -> R) -> R {
    unsafe withUnsafeBytes(of: address) { buffer in
      let start = buffer.baseAddress
      return unsafe body(start.unsafelyUnwrapped.assumingMemoryBound(to: sockaddr.self))
    }
  }
}
