import Kernels
import Media
import Models
import Weights

/// Reads upright lines, by PP-OCR's recogniser.
struct TextRecognizer: Sendable {
  /// What was read in a line.
  struct Reading: Sendable {
    var characters: [Character] = []
    /// Where each character stands, as a share of the line's width: the middle of its column.
    var places: [Double] = []
    /// How sure the recogniser is of each.
    var certainties: [Float] = []
    /// One column's share of the line's width.
    var column = 0.0
    /// The white before each character but the first, in heights of the line.
    var gaps: [Double] = []

    /// Between Latin letters the wide signs of Chinese print stand for the plain ones.
    mutating func plainSigns() {
      guard characters.contains(where: { $0.isASCII && $0.isLetter }), !characters.contains(where: { $0.unicodeScalars.first!.properties.isIdeographic }) else { return }
      characters = characters.map { character in
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1, (0xFF01...0xFF5E).contains(scalar.value) else { return character }
        return Character(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      }
    }

    /// The mean, 0 where nothing was read.
    var confidence: Float { certainties.isEmpty ? 0 : certainties.reduce(0, +) / Float(certainties.count) }
  }

  private let graph: ONNXGraph
  private let compute: Compute
  /// By class: nothing, then the model's own characters, then the space.
  private let alphabet: [Character?]
  private static let height = 48, narrowest = 320, batch = 6

  init(path: String, compute: Compute) throws {
    let file = try ONNXFile(path: path)
    guard let listed = file.metadata["character"] else { throw ImageTextError.wrongModel("the recogniser names no characters") }
    var lines = listed.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    if lines.last == "" { lines.removeLast() }
    alphabet = [nil] + lines.map { $0.first } + [" "]
    graph = try ONNXGraph(file: file, compute: compute)
    self.compute = compute
  }

  /// The readings in the order of the lines. Lines of like shape are read together.
  func read(_ lines: [PixelImage]) throws -> [Reading] {
    var readings = [Reading](repeating: Reading(), count: lines.count)
    func ratio(_ index: Int) -> Double { Double(lines[index].width) / Double(lines[index].height) }
    let order = lines.indices.sorted { (ratio($0), $0) < (ratio($1), $1) }
    for from in stride(from: 0, to: order.count, by: Self.batch) {
      let part = order[from..<min(from + Self.batch, order.count)]
      let widest = max(Double(Self.narrowest) / Double(Self.height), ratio(part.last!))
      let width = Int(Double(Self.height) * widest), each = 3 * Self.height * width
      var planes = [Float](repeating: 0, count: part.count * each), widths: [Int] = []
      for (i, index) in part.enumerated() {
        let own = max(1, min(width, Int((Double(Self.height) * ratio(index)).rounded(.up))))
        widths.append(own)
        let resized = PictureResizing.resized(lines[index], width: own, height: Self.height, compute: compute)
        PictureResizing.normalize(resized, into: &planes, at: i * each, stride: width)
      }
      let input = GraphTensor(shape: [part.count, 3, Self.height, width], floats: planes)
      let output = try graph.run(input)
      guard output.shape.count == 3, output.shape[0] == part.count,
        output.shape[2] == alphabet.count
      else { throw ImageTextError.wrongModel("the recogniser does not tell \(alphabet.count) characters apart") }
      let values = output.floats, columns = output.shape[1]
      for (i, index) in part.enumerated() {
        readings[index] = decode(values[i * columns * alphabet.count..<(i + 1) * columns * alphabet.count], columns: columns, width: width, own: widths[i])
      }
    }
    return readings
  }

  /// The likeliest class of each column, repetitions told once, blanks left out.
  ///
  /// Source: Graves et al. 2006, best path decoding.
  private func decode(_ values: ArraySlice<Float>, columns: Int, width: Int, own: Int) -> Reading {
    var reading = Reading(), last = 0
    reading.column = Double(width) / Double(columns) / Double(own)
    for column in 0..<columns {
      let row = values[values.startIndex + column * alphabet.count..<values.startIndex + (column + 1) * alphabet.count]
      let best = VectorMath.indexOfLargest(row.span) ?? 0
      if best != last, let character = alphabet[best] {
        reading.characters.append(character)
        reading.places.append((Double(column) + 0.5) * reading.column)
        reading.certainties.append(row[row.startIndex + best])
      }
      last = best
    }
    reading.plainSigns()
    return reading
  }
}
