import Foundation
public import Kernels
public import Media

/// Text out of pictures: lines are found, turned upright, read and put in order.
///
/// ```swift
/// let reader = try ImageTextReader(folder: models + "/PP-OCRv4", compute: .shared)
/// let page = try reader.read(image)
/// page.lines.first?.text
/// ```
/// Costs about a third of a second for a page with thirty lines on two threads, most of it the recogniser's. Safe to call from several threads.
public final class ImageTextReader: Sendable {
  private let detector: TextDetector
  private let direction: TextDirection
  private let recognizer: TextRecognizer
  private let compute: Compute

  /// The longest and the shortest side that are looked at, in pixels; others are scaled.
  private static let longest = 2000, shortest = 30
  /// A line of which the recogniser is less sure is left out.
  private static let threshold: Float = 0.5
  /// A line that was turned and is read less surely than this is also read as it stood.
  private static let doubt: Float = 0.85

  /// Loads the detector, the classifier of directions and the recogniser out of `folder`, under their upstream names.
  ///
  /// - Throws: an error that names the file.
  public init(folder: String, compute: Compute) throws {
    detector = try TextDetector(path: folder + "/ch_PP-OCRv4_det_infer.onnx", compute: compute)
    direction = try TextDirection(path: folder + "/ch_ppocr_mobile_v2.0_cls_infer.onnx", compute: compute)
    recognizer = try TextRecognizer(path: folder + "/ch_PP-OCRv4_rec_infer.onnx", compute: compute)
    self.compute = compute
  }

  /// Reads a picture.
  ///
  /// - Parameter splitter: what parts words that the recogniser ran together; nil keeps its spaces as they are.
  /// - Throws: `CancellationError` when the task is cancelled, or what a graph reports.
  public func read(_ picture: PixelImage, splitter: WordSplitter? = nil) throws -> PageText {
    try look(at: picture, splitter: splitter, withFeatures: false).page
  }

  /// Reads a picture and keeps what the detector saw, for ``PictureEncoder``.
  ///
  /// - Throws: as ``read(_:splitter:)``.
  public func look(at picture: PixelImage, splitter: WordSplitter? = nil) throws -> (page: PageText, features: TextFeatureMap) {
    let (page, map) = try look(at: picture, splitter: splitter, withFeatures: true)
    guard let map else { throw ImageTextError.wrongModel("the detector has no map of features before its head") }
    return (page, map)
  }

  private func look(at picture: PixelImage, splitter: WordSplitter?, withFeatures: Bool) throws -> (page: PageText, features: TextFeatureMap?) {
    let image = scaled(picture)
    let scale = (x: Double(picture.width) / Double(image.width), y: Double(picture.height) / Double(image.height))
    let (framed, top) = Self.framed(image)
    var lines: [PageText.Line] = []
    var crops: [(box: Quadrilateral, crop: LineCrop)] = []
    let found = try detector.look(at: framed, withFeatures: withFeatures)
    var map = found.features
    map?.place(width: picture.width, height: picture.height, top: Double(top) / Double(framed.height), share: Double(image.height) / Double(framed.height))
    for box in found.boxes { if let crop = LineCrop(box, of: framed) { crops.append((box, crop)) } }
    try Task.checkCancellation()
    var upsideDown = try direction.areUpsideDown(crops.map(\.crop.image))
    try Task.checkCancellation()
    var readings = try recognizer.read(crops.indices.map { upsideDown[$0] ? LineCrop.halfTurn(crops[$0].crop.image) : crops[$0].crop.image })
    // Where a line that was turned cannot be read well, the classifier of directions may have been wrong: the better of both ways counts.
    // On a page where many lines were turned, so do those that were not.
    let isMixed = upsideDown.count { $0 } * 3 > crops.count
    let doubtful = crops.indices.filter { (upsideDown[$0] || isMixed) && readings[$0].confidence < Self.doubt }
    let otherWay = doubtful.map { upsideDown[$0] ? crops[$0].crop.image : LineCrop.halfTurn(crops[$0].crop.image) }
    for (i, reading) in zip(doubtful, try recognizer.read(otherWay)) where reading.confidence > readings[i].confidence {
      readings[i] = reading
      upsideDown[i].toggle()
    }
    var turned = [0, 0, 0, 0]
    for (i, found) in readings.enumerated() where found.confidence >= Self.threshold && !found.characters.isEmpty {
      var reading = found
      if splitter != nil {
        reading.gaps = InkGaps(upsideDown[i] ? LineCrop.halfTurn(crops[i].crop.image) : crops[i].crop.image, places: reading.places).gaps
      }
      var corners = crops[i].box.corners
      // The corner where the text begins comes first, however the line stands.
      let turns = (crops[i].crop.isTurned ? 1 : 0) + (upsideDown[i] ? 2 : 0)
      turned[turns] += reading.characters.count
      corners = Array(corners[turns...] + corners[..<turns]).map { point in
        PicturePoint(
          x: (point.x * scale.x).clamped(to: 0...Double(picture.width)), y: ((point.y - Double(top)) * scale.y).clamped(to: 0...Double(picture.height)))
      }
      let box = Quadrilateral(topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3])
      lines.append(Self.line(reading, box: box, splitter: splitter))
    }
    // A page that was laid on its head, or on its side, is read as it was written.
    let turns = turned.indices.max { turned[$0] < turned[$1] }!
    let (ordered, tables) = PageLayout(lines, turned: turns, width: Double(picture.width), height: Double(picture.height)).arranged()
    var page = PageText(width: picture.width, height: picture.height, lines: ordered, tables: tables)
    try page.understand(picture) { boxes in
      let inside = boxes.compactMap { box in LineCrop(box.mapped { PicturePoint(x: $0.x / scale.x, y: $0.y / scale.y + Double(top)) }, of: framed).map { (box, $0) } }
      return zip(inside, try recognizer.read(inside.map(\.1.image))).filter { $1.confidence >= Self.threshold && !$1.characters.isEmpty }
        .map { Self.line($1, box: $0.0, splitter: nil) }
    }
    return (page, map)
  }

  private static func line(_ reading: TextRecognizer.Reading, box: Quadrilateral, splitter: WordSplitter?) -> PageText.Line {
    let ranges = (splitter ?? WordSplitter.none).words(of: reading)
    let words = ranges.map { range in
      let half = reading.column
      let from = range.lowerBound == 0 ? 0 : reading.places[range.lowerBound] - half
      let to = range.upperBound == reading.characters.count ? 1 : reading.places[range.upperBound - 1] + half
      return PageText.Word(
        text: String(reading.characters[range]), box: box.part(from: from.clamped(to: 0...1), to: to.clamped(to: 0...1)))
    }
    return PageText.Line(text: words.map(\.text).joined(separator: " "), box: box, confidence: reading.confidence, words: words)
  }

  /// At most 2000 pixels on the longer side, at least 30 on the shorter.
  private func scaled(_ image: PixelImage) -> PixelImage {
    var result = image
    for (needed, ratio) in [
      (max(image.width, image.height) > Self.longest, Double(Self.longest) / Double(max(image.width, image.height))),
      (min(image.width, image.height) < Self.shortest, Double(Self.shortest) / Double(min(image.width, image.height))),
    ] where needed {
      func side(_ length: Int) -> Int { min(4096, max(32, Int((Double(Int(Double(length) * ratio)) / 32).rounded(.toNearestOrEven)) * 32)) }
      result = PictureResizing.resized(result, width: side(result.width), height: side(result.height), compute: compute)
    }
    return result
  }

  /// Very flat pictures get a black frame above and below: the detector knows no lines without surroundings.
  private static func framed(_ image: PixelImage) -> (PixelImage, top: Int) {
    guard image.height <= shortest || image.width > 8 * image.height else { return (image, 0) }
    let rows = abs(max(image.width / 8, shortest) * 2 - image.height) / 2
    let black = [UInt8](repeating: 0, count: rows * image.width * 3)
    return (PixelImage(width: image.width, height: image.height + 2 * rows, rgb: black + image.rgb + black), rows)
  }
}
