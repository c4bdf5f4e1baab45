internal import KnowledgeGraph
public import Perception

/// What was read in a picture, or heard in a recording, that came with a question: the passages it falls into, and where each part of it stands.
///
/// It is cut as documents are, and nothing of it is stored.
public struct AttachedReading: Sendable {
  /// A passage, a byte range of ``text``.
  public struct Passage: Sendable, Hashable {
    public let heading: [String]
    public let range: Range<Int>
  }

  /// What a person reads or hears.
  public let text: String
  public let passages: [Passage]
  private let original: [UInt8]
  private let map: ReadingMap?
  private let isSpoken: Bool

  /// The pages of a picture.
  ///
  /// - Throws: ``IngestionError`` where it falls into more passages than a document may have.
  public init(pages: [PageText]) throws(IngestionError) {
    let (original, reading) = PictureText.reading(of: pages)
    try self.init(original, reading, isSpoken: false)
  }

  /// The segments of a recording.
  public init(segments: [TranscriptSegment]) throws(IngestionError) {
    let document = Array(SpokenText.document(segments).utf8)
    try self.init(document, TranscriptReader.read(document, map: nil), isSpoken: true)
  }

  private init(_ original: [UInt8], _ reading: Reading, isSpoken: Bool) throws(IngestionError) {
    self.original = original
    self.isSpoken = isSpoken
    map = reading.map
    text = String(decoding: reading.text, as: UTF8.self)
    passages = try PassageCutter.cut(reading, limits: IngestionLimits(), document: "the attachment").map {
      Passage(heading: $0.heading, range: $0.range)
    }
  }

  /// The boxes of the lines that a range of ``text`` touches; none in a recording.
  public func places(of range: Range<Int>) -> [PictureText.Place] {
    isSpoken ? [] : PictureText.places(in: original, range: map?.originalRange(of: range) ?? range)
  }

  /// When a range of ``text`` is spoken; nil in a picture.
  public func seconds(of range: Range<Int>) -> (start: Double, end: Double)? {
    isSpoken ? SpokenTimes(original).seconds(of: map?.originalRange(of: range) ?? range) : nil
  }
}
