import Foundation
import Glibc
import Kernels

/// Copies of a model's tables in a file without a name, which goes with the shelf and with the process.
///
///   put, take    a copy becomes the tables, the tables become a copy
///   move         a copy becomes an average with the tables
///   exchange     both at once
///
/// Training needs the average over epochs and the best epoch's vectors once an epoch at most: here they cost no memory
/// but a MiB. Each operation passes over the file once; its pages stay cached while the system has memory to spare.
final class TableShelf {
  private let descriptor: Int32
  private let folder: String
  private let bytes: Int
  /// Of each table: where it starts in a copy, its rows, its columns, bytes of a row as it lies in memory.
  private let places: [(start: Int, rows: Int, columns: Int, rowBytes: Int)]
  private let copyBytes: Int

  private static let block = 1 << 20

  /// Takes room on disk, zeroed.
  ///
  /// - Parameter folder: where the file has its room; nil for the folder of temporary files.
  /// - Throws: ``GraphEmbeddingError/noRoom(folder:bytes:)``.
  init(like tables: [FloatTable], copies: Int, folder: String?) throws(GraphEmbeddingError) {
    var places: [(Int, Int, Int, Int)] = [], at = 0
    for table in tables {
      places.append((at, table.rows, table.columns, 4 * table.stride))
      at += 4 * table.stride * table.rows
    }
    let room = folder ?? FileManager.default.temporaryDirectory.path
    let template = room + "/kgassist-shelf-XXXXXX"
    var name = Array(template.utf8CString)
    let file = unsafe name.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress!) }
    guard file >= 0 else { throw .noRoom(folder: room, bytes: copies * at) }
    _ = unsafe unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    // Now rather than in the middle of an epoch.
    guard copies * at == 0 || posix_fallocate(file, 0, copies * at) == 0 else {
      close(file)
      throw .noRoom(folder: room, bytes: copies * at)
    }
    (descriptor, self.folder, self.places, copyBytes, bytes) = (file, room, places, at, copies * at)
  }

  deinit { close(descriptor) }

  func put(_ tables: [FloatTable], as copy: Int) throws(GraphEmbeddingError) {
    for (index, table) in tables.enumerated() { try write(table, rows: 0..<table.rows, of: index, copy: copy) }
  }

  func take(_ copy: Int, into tables: [FloatTable]) throws(GraphEmbeddingError) {
    for (index, table) in tables.enumerated() { try read(table, rows: 0..<table.rows, of: index, copy: copy) }
  }

  /// x += share · (table - x) for every element x of a copy.
  func move(_ copy: Int, towards tables: [FloatTable], share: Float) throws(GraphEmbeddingError) {
    for (index, table) in tables.enumerated() {
      try forBlocks(of: index, copy: copy) { (block, rows) throws(GraphEmbeddingError) in
        block.move(rows: rows.count, towards: table, from: rows.lowerBound, share: share)
        try write(block, rows: rows, of: index, copy: copy, from: 0)
      }
    }
  }

  /// A copy and the tables change places.
  func exchange(_ copy: Int, with tables: [FloatTable]) throws(GraphEmbeddingError) {
    for (index, table) in tables.enumerated() {
      try forBlocks(of: index, copy: copy) { (block, rows) throws(GraphEmbeddingError) in
        try write(table, rows: rows, of: index, copy: copy, from: rows.lowerBound)
        table.copy(rows: rows, from: block)
      }
    }
  }

  // MARK: One table of one copy

  func shape(of index: Int) -> (rows: Int, columns: Int) { (places[index].rows, places[index].columns) }

  /// Calls `body` with some rows at a time: in the first rows of a table that is lent for the call, and which they are.
  func forBlocks(
    of index: Int, copy: Int, _ body: (FloatTable, Range<Int>) throws(GraphEmbeddingError) -> Void
  ) throws(GraphEmbeddingError) {
    let place = places[index], step = max(1, Self.block / place.rowBytes)
    let block = FloatTable(rows: min(step, place.rows), columns: place.columns)
    for start in stride(from: 0, to: place.rows, by: step) {
      let rows = start..<min(place.rows, start + step)
      try read(block, rows: rows, of: index, copy: copy, from: 0)
      try body(block, rows)
    }
  }

  /// Writes rows that lie in a table of the same width from row `first` on.
  func write(_ table: FloatTable, rows: Range<Int>, of index: Int, copy: Int, from first: Int = 0) throws(GraphEmbeddingError) {
    try transfer(table, rows, index, copy, first, writes: true)
  }

  private func read(_ table: FloatTable, rows: Range<Int>, of index: Int, copy: Int, from first: Int = 0) throws(GraphEmbeddingError) {
    try transfer(table, rows, index, copy, first, writes: false)
  }

  private func transfer(
    _ table: FloatTable, _ rows: Range<Int>, _ index: Int, _ copy: Int, _ first: Int, writes: Bool
  ) throws(GraphEmbeddingError) {
    let place = places[index], count = rows.count * place.rowBytes
    let offset = copy * copyBytes + place.start + rows.lowerBound * place.rowBytes
    precondition(4 * table.stride == place.rowBytes && first + rows.count <= table.rows && rows.upperBound <= place.rows
      && offset + count <= bytes, "TableShelf: rows \(rows) of table \(index)")
    let memory = unsafe UnsafeMutableRawPointer(table.pointer + first * table.stride)
    var done = 0
    while done < count {
      let moved = unsafe writes
        ? pwrite(descriptor, memory + done, count - done, offset + done) : pread(descriptor, memory + done, count - done, offset + done)
      if moved < 0 && errno == EINTR { continue }
      guard moved > 0 else { throw .noRoom(folder: folder, bytes: bytes) }
      done += moved
    }
  }
}
