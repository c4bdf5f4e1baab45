/// The regions of a mask whose pixels touch, corners included.
struct ConnectedRegions {
  /// A stretch of a row, ends included.
  struct Run { var y, from, to: Int }

  /// Each region's runs, from the top down; regions in the order of their first pixels.
  let regions: [[Run]]

  /// - Parameter mask: (height, width).
  /// - Complexity: O(width · height), nearly.
  init(_ mask: [Bool], width: Int, height: Int) {
    var runs: [Run] = [], parents: [Int] = []
    func root(_ index: Int) -> Int {
      var at = index
      while parents[at] != at {
        parents[at] = parents[parents[at]]
        at = parents[at]
      }
      return at
    }
    var above = 0..<0
    for y in 0..<height {
      let first = runs.count
      var x = 0, candidate = above.lowerBound
      while x < width {
        guard mask[y * width + x] else {
          x += 1
          continue
        }
        let from = x
        while x < width, mask[y * width + x] { x += 1 }
        let index = runs.count
        runs.append(Run(y: y, from: from, to: x - 1))
        parents.append(index)
        while candidate < above.upperBound, runs[candidate].to < from - 1 { candidate += 1 }
        var touching = candidate
        while touching < above.upperBound, runs[touching].from <= x {
          let a = root(touching), b = root(index)
          parents[max(a, b)] = min(a, b)
          touching += 1
        }
      }
      above = first..<runs.count
    }
    var byRoot: [Int: [Run]] = [:]
    for index in runs.indices { byRoot[root(index), default: []].append(runs[index]) }
    regions = byRoot.sorted { $0.key < $1.key }.map(\.value)
  }
}
