public import Kernels

/// Documents are named by it.
public typealias SHA256 = Kernels.SHA256

extension SHA256 {
  /// The name that a document of these bytes has.
  public static func documentID(of bytes: [UInt8]) -> DocumentID { "sha256:" + hex(of: bytes) }
}
