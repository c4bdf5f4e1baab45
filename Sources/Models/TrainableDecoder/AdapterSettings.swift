/// What an adapter of low rank is: PEFT's settings of LoRA.
public struct AdapterSettings: Sendable, Equatable, Codable {
  /// r.
  public var rank: Int
  /// The additions are multiplied by alpha / r.
  public var alpha: Float
  public var dropout: Float
  /// Which projections of every layer: some of ``possibleTargets``.
  public var targets: [String]

  public init(rank: Int = 8, alpha: Float? = nil, dropout: Float = 0, targets: [String] = ["q_proj", "v_proj"]) {
    self.rank = rank
    self.alpha = alpha ?? Float(2 * rank)
    self.dropout = dropout
    self.targets = targets
  }

  public static let possibleTargets = TrainableDecoderLayer.Place.allCases.map { $0.rawValue.split(separator: ".")[1].description }

  /// What is wrong with them, or nil.
  public var fault: String? {
    if !(1...1024).contains(rank) { return "a rank of \(rank) is not possible: 1 to 1,024" }
    if !(alpha > 0 && alpha <= 65_536) { return "an alpha of \(alpha) is not possible: above 0" }
    if !(dropout >= 0 && dropout < 1) { return "a dropout of \(dropout) is not possible: 0 to below 1" }
    let other = targets.first { !Self.possibleTargets.contains($0) }
    if targets.isEmpty || other != nil { return "\(other ?? "none") is no projection to adapt: \(Self.possibleTargets.joined(separator: ", ")) are" }
    return nil
  }

  /// How PEFT calls the addition of one projection.
  static func name(layer: Int, place: String) -> String { "base_model.model.model.layers.\(layer).\(place)" }
}
