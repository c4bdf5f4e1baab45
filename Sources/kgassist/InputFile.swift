import Foundation
import Wire

/// A file that is sent to the daemon as it is.
enum InputFile {
  private static let largest = 32 << 20

  /// The ending of a file's name, as media types have it; the daemon tells the format by the bytes.
  static func kind(of path: String) -> String {
    let ending = URL(filePath: path).pathExtension.lowercased()
    return ending.isEmpty || !ending.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) } ? "wav" : ending
  }

  /// A picture for a question. The daemon looks at the bytes; the type only says that they are meant as a picture.
  static func picture(at path: String) throws -> Attachment {
    let bytes = try bytes(of: path)
    let type = bytes.starts(with: Array("%PDF-".utf8)) ? "application/pdf" : bytes.first == 0xFF ? "image/jpeg" : "image/png"
    return Attachment(mediaType: type, data: Data(bytes).base64EncodedString())
  }

  /// A recording for a question.
  static func recording(at path: String) throws -> Attachment {
    Attachment(mediaType: "audio/" + kind(of: path), data: Data(try bytes(of: path)).base64EncodedString())
  }

  /// The bytes of the file, or what is piped in for `-`.
  ///
  /// - Throws: 66 where it is not there, 65 where it is larger than the daemon takes.
  static func bytes(of path: String) throws -> [UInt8] {
    let handle: FileHandle
    if path == "-" {
      handle = .standardInput
    } else {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
        throw Failure(isFolder.boolValue ? "\(path) is a folder; name a file" : "\(path) is not there", exitCode: ExitCode.inputMissing)
      }
      guard let opened = FileHandle(forReadingAtPath: path) else {
        throw Failure("\(path) cannot be read; do you have the right to?", exitCode: ExitCode.inputMissing)
      }
      handle = opened
    }
    var data = Data()
    while data.count <= largest, let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { data += piece }
    guard data.count <= largest else {
      throw Failure("\(path) is larger than the 32 MiB that can be sent; cut it, or save a recording as MP3 or OGG", exitCode: ExitCode.undecodable)
    }
    guard !data.isEmpty else { throw Failure("\(path) is empty", exitCode: ExitCode.undecodable) }
    return [UInt8](data)
  }
}
