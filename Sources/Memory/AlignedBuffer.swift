import Glibc

/// A fixed number of elements in zeroed memory, aligned to 64 bytes and freed in `deinit`.
///
/// Large buffers come from anonymous mappings, so that pages nobody touches are never committed (a key-value
/// cache may reserve its whole context) and huge pages may back them.
@safe public struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  /// Number of elements.
  public let count: Int

  private let base: UnsafeMutablePointer<Element>
  private let mappedBytes: Int

  /// What backs a large buffer.
  public enum Pages: Sendable {
    /// As the system is set.
    case usual
    /// Huge pages where the system gives them: for what is read over and over from end to end.
    case huge
    /// Small pages: for what is reserved whole and touched here and there.
    case small
  }

  /// Makes a buffer of `count` zeroed elements. Traps when the memory cannot be had: no caller could go on.
  public init(count: Int, pages: Pages = .usual) {
    precondition(count >= 0, "AlignedBuffer: negative count \(count)")
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    precondition(!overflow, "AlignedBuffer: \(count) elements are more bytes than there are addresses")
    let threshold = 2 << 20
    var raw: UnsafeMutableRawPointer?
    if bytes >= threshold {
      // What is only reserved must not be refused for being more than the machine's memory.
      let reserve = pages == .small ? MAP_NORESERVE : 0
      unsafe raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | reserve, -1, 0)
      if unsafe raw == MAP_FAILED { unsafe raw = nil }
      if let mapping = unsafe raw, pages != .usual {
        // Advice alone: a kernel without huge pages refuses it, and nothing is lost.
        _ = unsafe madvise(mapping, bytes, pages == .huge ? 14 /* MADV_HUGEPAGE */ : 15 /* MADV_NOHUGEPAGE */)
      }
      mappedBytes = bytes
    } else {
      if unsafe posix_memalign(&raw, 64, bytes) != 0 { unsafe raw = nil }
      if let fresh = unsafe raw { unsafe memset(fresh, 0, bytes) }
      mappedBytes = 0
    }
    guard let memory = unsafe raw else { fatalError("out of memory: \(bytes) bytes") }
    self.count = count
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  deinit {
    if mappedBytes > 0 { unsafe munmap(base, mappedBytes) } else { unsafe free(base) }
  }

  /// The elements, readable while the buffer is borrowed.
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Span(_unsafeStart: base, count: count), borrowing: self) }
  }

  /// The elements, writable while the buffer is borrowed exclusively.
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get { unsafe _overrideLifetime(MutableSpan(_unsafeStart: base, count: count), mutating: &self) }
  }

  /// The first element's address, for C kernels. Valid while the buffer lives; who writes through it answers for
  /// exclusive access.
  @unsafe public var pointer: UnsafeMutablePointer<Element> { unsafe base }
}
