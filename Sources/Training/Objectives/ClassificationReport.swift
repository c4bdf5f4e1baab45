/// How well classes were told apart.
public struct ClassificationReport: Sendable, Equatable {
  public var accuracy: Double
  /// The mean of the F1 of the classes that occur, each class as heavy as the next.
  public var macroF1: Double
  /// Of each class; 0 for one that neither occurs nor was told.
  public var f1: [Double]
  /// How often a text of class i was told to be of class j.
  public var confusions: [[Int]]

  /// - Parameter classes: how many there are; as many as occur when nil.
  public init(predicted: [Int32], labels: [Int32], classes: Int? = nil) {
    precondition(predicted.count == labels.count && !labels.isEmpty, "ClassificationReport: \(predicted.count) predictions for \(labels.count) labels")
    let count = classes ?? Int(max(labels.max()!, predicted.max()!)) + 1
    var table = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for (told, label) in zip(predicted, labels) { table[Int(label)][Int(told)] += 1 }
    let right = table.indices.map { table[$0][$0] }, told = table.indices.map { column in table.reduce(0) { $0 + $1[column] } }
    let of = table.map { $0.reduce(0, +) }
    let scores = table.indices.map { of[$0] + told[$0] == 0 ? 0 : 2 * Double(right[$0]) / Double(of[$0] + told[$0]) }
    let occurring = table.indices.filter { of[$0] + told[$0] > 0 }
    accuracy = Double(right.reduce(0, +)) / Double(labels.count)
    macroF1 = occurring.reduce(0.0) { $0 + scores[$1] } / Double(occurring.count)
    f1 = scores
    confusions = table
  }
}
