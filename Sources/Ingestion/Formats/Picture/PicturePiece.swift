internal import Perception

/// A line of a picture on its way into a reading.
struct PicturePiece {
  /// The words, and what stands behind them in the picture's text.
  let text, rest: Range<Int>
  let page: Int
  let box: Quadrilateral
  /// The table of its page that it is a cell of, and the column.
  let table: Int?
  let column: Int
  /// Whether it stands by itself, as a line of a program, a terminal or a log does: it does not run on into the next.
  let isByItself: Bool
  /// Whether it was read off a chart, as a row of the table of its values.
  let isRead: Bool
  /// Whether it is no more than a name or a number in a chart whose values were read.
  let isLabel: Bool

  /// What stands between a piece and the next one.
  enum Joint: Equatable {
    /// The next stands beside it.
    case space
    /// The next is a cell of the same row, so many columns on.
    case cell(Int)
    /// The next is the first of the next row, with so many empty cells before it.
    case row(Int)
    /// The paragraph goes on.
    case line
    /// A new paragraph of the same block begins: the line ended long before the others do, or is none of prose.
    case paragraph
    case blocksEnd, pageEnds

    var text: [UInt8] {
      switch self {
      case .space: [0x20]
      case .cell(let columns): [0x20] + Array(repeating: [0x7C, 0x20], count: columns).flatMap(\.self)
      case .row(let columns): [0x0A] + (columns > 0 ? [0x7C, 0x20] + Array(repeating: [0x7C, 0x20], count: columns).flatMap(\.self) : [])
      case .line: [0x0A]
      case .paragraph, .blocksEnd: [0x0A, 0x0A]
      case .pageEnds: [0x0A]
      }
    }
  }

  /// What stands behind each piece.
  static func joints(_ pieces: [PicturePiece]) -> [Joint] {
    var joints = pieces.indices.map { i -> Joint in
      guard i + 1 < pieces.count else { return .pageEnds }
      return pieces[i].joint(before: pieces[i + 1])
    }
    // Where a block's lines end, so that those which end early are known.
    var start = 0
    for i in pieces.indices where joints[i] == .blocksEnd || joints[i] == .pageEnds {
      let right = pieces[start...i].map(\.box.right).max()!, left = pieces[start...i].map(\.box.left).min()!
      // Where many lines stand by themselves, all do: a program has lines that look like words.
      let known = pieces[start...i].count(where: \.isByItself), alone = known >= 2 && known * 3 >= i - start + 1
      for j in start..<i where joints[j] == .line && (alone || right - pieces[j].box.right > 0.25 * (right - left)) { joints[j] = .paragraph }
      start = i + 1
    }
    return joints
  }

  private func joint(before next: PicturePiece) -> Joint {
    guard next.page == page, next.table == table, next.isLabel == isLabel else { return .blocksEnd }
    let height = box.bottom - box.top
    let isBeside = next.box.left >= box.right && next.box.top < box.bottom - height / 2
    if table != nil {
      if !isBeside { return .row(next.column) }
      return next.column > column ? .cell(next.column - column) : .space
    }
    if isBeside { return .space }
    return abs(next.box.top - box.bottom) < height ? .line : .blocksEnd
  }
}

/// The columns of a table in a picture.
struct PictureColumns {
  private let box: Quadrilateral
  /// From left to right.
  private var bands: [(left: Double, right: Double)] = []

  init(_ table: PageText.Table, lines: [PageText.Line]) {
    box = table.box
    for line in lines.filter(holds).sorted(by: { $0.box.left < $1.box.left }) {
      if let last = bands.last, line.box.left <= last.right {
        bands[bands.count - 1].right = max(last.right, line.box.right)
      } else {
        bands.append((line.box.left, line.box.right))
      }
    }
  }

  func holds(_ line: PageText.Line) -> Bool {
    let x = (line.box.left + line.box.right) / 2, y = (line.box.top + line.box.bottom) / 2
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
  }

  func column(of line: PageText.Line) -> Int { bands.firstIndex { line.box.left <= $0.right } ?? 0 }
}
