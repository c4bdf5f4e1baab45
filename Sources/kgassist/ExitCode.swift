import Wire

/// What the client ends with.
enum ExitCode {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let abstained: Int32 = 3
  static let notFound: Int32 = 4
  static let someFailed: Int32 = 13
  static let undecodable: Int32 = 65
  static let inputMissing: Int32 = 66
  static let noDaemon: Int32 = 69
  static let busy: Int32 = 75
  static let notPermitted: Int32 = 77
  static let badSettings: Int32 = 78
  static let deadline: Int32 = 124
  static let interrupted: Int32 = 130

  /// The one for an error that the daemon answered with.
  static func of(status: Int, code: String?) -> Int32 {
    switch (status, code) {
    case (503, "encoder_missing"), (503, "decoder_missing"), (503, "image_encoder_missing"), (503, "image_encoder_unusable"): badSettings
    case (503, _): busy
    case (504, _), (408, _): deadline
    case (403, _): notPermitted
    case (404, _): notFound
    case (413, _), (415, _), (422, _): undecodable
    case (400, _): usage
    default: failed
    }
  }
}
