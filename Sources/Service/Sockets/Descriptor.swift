import Glibc

/// A file descriptor that closes itself.
final class Descriptor: Sendable {
  let raw: Int32

  init(owning raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  /// Never blocks, and is not inherited by children. (`accept4` and `pipe2`, which would do it at once, are not visible
  /// to Swift on Linux.)
  func makeNonblocking() {
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
  }
}
