/// The one shape every error has, on every path: `{"error":{"message","type","param","code"}}`.
public struct ErrorBody: Codable, Sendable, Equatable {
  public struct Details: Codable, Sendable, Equatable {
    /// What went wrong, with the name of the thing, and what to do next.
    public var message: String
    /// The class of the error, such as `invalid_request_error`.
    public var type: String
    /// The part of the request that is at fault.
    public var param: String?
    /// A short fixed word for programs.
    public var code: String?
  }

  public var error: Details

  public init(message: String, type: String, param: String? = nil, code: String? = nil) {
    error = Details(message: message, type: type, param: param, code: code)
  }

  /// The class that goes with a status.
  public static func type(forStatus status: Int) -> String {
    switch status {
    case 403: "permission_error"
    case 404: "not_found_error"
    case 409: "conflict_error"
    case 503: "overloaded_error"
    case 504: "timeout_error"
    case 500...: "server_error"
    default: "invalid_request_error"
    }
  }
}
