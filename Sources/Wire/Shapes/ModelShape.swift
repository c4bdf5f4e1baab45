/// The reply of `GET /v1/models`.
public struct ModelList: Codable, Sendable, Equatable {
  public struct Model: Codable, Sendable, Equatable {
    public var id: String
    public var object: String
    public var ownedBy: String
    /// `decoder`, `encoder`, `adapter`, `classifier`, or `reader` of what questions ask for.
    public var role: String
    /// `loading`, `ready`, `missing` or `failed`.
    public var state: String
    public var message: String?
    /// Of an adapter or a classifier: the model that it belongs to, where that is known.
    public var base: String?

    enum CodingKeys: String, CodingKey {
      case id, object, role, state, message, base
      case ownedBy = "owned_by"
    }

    public init(id: String, role: String, state: String, message: String?, base: String? = nil) {
      self.id = id
      object = "model"
      ownedBy = "kgassist"
      self.role = role
      self.state = state
      self.message = message
      self.base = base
    }
  }

  public var object: String
  public var data: [Model]

  public init(data: [Model]) {
    object = "list"
    self.data = data
  }
}
