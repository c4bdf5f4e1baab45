import Glibc

/// The program beside this one, `kgassist-media`, that decodes what nobody vouches for: libpng and libsndfile run in it, never in the daemon.
///
/// The helper reads its standard input to the end and writes one reply: a byte that says how it went, then the decoded bytes or a sentence.
/// It is started for each file and limited like every other child, so that a file that breaks a decoder costs one sentence.
public enum DecodingHelper {
  static let name = "kgassist-media"
  private static let decoded: UInt8 = 0x44, refused: UInt8 = 0x52, refusedAsTooLarge: UInt8 = 0x4C

  /// Has the helper decode `input`.
  ///
  /// - Parameters:
  ///   - format: what `input` claims to be.
  ///   - arguments: the decoder's own.
  /// - Returns: what the format's decoder wrote.
  /// - Throws: ``MediaError``, or `CancellationError`.
  public static func decode(_ input: [UInt8], as format: MediaFormat, arguments: [String] = [], limits: ChildLimits = ChildLimits())
    async throws -> ArraySlice<UInt8>
  {
    let child = LimitedChild(program: try path(), arguments: [format.rawValue] + arguments, limits: limits)
    switch try await child.run(input: input) {
    case .output(let reply):
      switch reply.first {
      case decoded: return reply[1...]
      case refused: throw MediaError(.undecodable, String(decoding: reply[1...], as: UTF8.self))
      case refusedAsTooLarge: throw MediaError(.tooLarge, String(decoding: reply[1...], as: UTF8.self))
      default: throw MediaError(.undecodable, "this \(format.title) cannot be decoded: it is damaged; give an undamaged file")
      }
    case .tooMuchOutput:
      throw MediaError(.tooLarge, "this \(format.title) is larger than \(limits.outputBytes >> 20) MiB when it is decoded; give a smaller one")
    case .tooSlow:
      throw MediaError(.tooSlow, "decoding this \(format.title) took more than \(limits.seconds) seconds; give a smaller one")
    case .failed:
      throw MediaError(
        .undecodable, "this \(format.title) cannot be decoded within the limits on memory and time: it is damaged or too large; give another")
    }
  }

  /// What `kgassist-media` does: decodes its standard input as its first argument says.
  ///
  /// - Returns: the exit status.
  public static func serve(_ arguments: [String]) -> Int32 {
    guard arguments.count >= 2, let format = MediaFormat(rawValue: arguments[1]) else {
      write(Array("kgassist-media decodes files for kgassistd; it is not meant to be started by hand\n".utf8), to: 2)
      return 64
    }
    do throws(MediaError) {
      let output = try format.decode(try standardInput(), Array(arguments[2...]))
      write([decoded])
      write(output)
    } catch {
      write([error.kind == .tooLarge ? refusedAsTooLarge : refused] + Array(error.description.utf8))
    }
    return 0
  }

  /// Beside the running program, where both are installed, unless the environment variable `KGASSIST_MEDIA` names one.
  private static func path() throws(MediaError) -> String {
    if let named = unsafe getenv("KGASSIST_MEDIA") { return unsafe String(cString: named) }
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    let own = buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }
    let folder = String(decoding: own.prefix(through: own.lastIndex(of: 0x2F) ?? -1), as: UTF8.self)
    guard unsafe access(folder + name, X_OK) == 0 else {
      throw MediaError(
        .missingProgram(name), "decoding pictures and recordings needs the program \(folder)\(name), which is missing; install kgassist again")
    }
    return folder + name
  }

  private static func standardInput() throws(MediaError) -> [UInt8] {
    var information = stat()
    guard unsafe fstat(0, &information) == 0, information.st_size >= 0, information.st_size <= 1 << 30 else {
      throw MediaError(.tooLarge, "the input is no file of less than 1 GiB")
    }
    let size = Int(information.st_size)
    var isWhole = true
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = unsafe read(0, buffer.baseAddress! + count, size - count)
        if got > 0 { count += got } else if got == 0 || errno != EINTR { break }
      }
      isWhole = count == size
    }
    guard isWhole else { throw MediaError(.undecodable, "the input cannot be read") }
    return bytes
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) {
    unsafe bytes.withUnsafeBytes { bytes in
      var at = 0
      while at < bytes.count {
        let sent = unsafe Glibc.write(descriptor, bytes.baseAddress! + at, bytes.count - at)
        if sent > 0 { at += sent } else if errno != EINTR { exit(74) }
      }
    }
  }
}
