import Foundation
import Wire

/// A part of the ablation of the fusion Transformer, and what it needs.
enum Ablation: String, CaseIterable {
  case edges, spoken, pictures, passages, chains

  /// The case of `kgassist-bench`.
  var benchCase: String {
    switch self {
    case .edges: "fusion"
    case .spoken: "fusion-spoken"
    case .pictures: "fusion-pictures"
    case .passages: "fusion-passages"
    case .chains: "chains"
    }
  }

  var title: String {
    switch self {
    case .edges: "held-out edges of the store's graph, asked in held-out wordings"
    case .spoken: "spoken questions to the things that they name"
    case .pictures: "questions to the pictures that they mean"
    case .passages: "passages that hybrid retrieval found, ranked anew"
    case .chains: "questions over one to three hops of half a graph (MetaQA)"
    }
  }

  /// Who makes the folder of data; nil where none is needed.
  var source: String? {
    switch self {
    case .edges: nil
    case .spoken: "Tests/Reference/speak_questions.py FOLDER speaks it"
    case .pictures: "Tests/Reference/draw_topics.py FOLDER draws it"
    case .passages: "a folder with a folder for each set of questions and documents"
    case .chains: "MetaQA's files, unpacked, with half of its graph in kb_half_seed13.txt"
    }
  }

  private var needsStore: Bool { self == .edges || self == .spoken }

  /// What the benchmark is called with.
  ///
  /// - Parameter store: gives a file with the store's graphs.
  func arguments(data: String?, store: () throws -> String, cache: String) throws -> [String] {
    let file = needsStore ? try store() : cache
    if self == .edges { return [benchCase, "--data", file] }
    guard let data else { throw Failure.usage("\(rawValue) needs --data FOLDER: \(source ?? "")") }
    let base = [benchCase, "--data", data]
    return self == .chains ? base : base + ["--store", file]
  }
}

/// One line of `kgassist-bench`.
struct AblationLine: Decodable {
  var what: String
  var value: Double
  var unit: String

  /// What was measured, and between which values 95 of 100 lie where the line says it.
  var parts: (what: String, interval: String) {
    guard let end = what.lastIndex(of: ")"), let start = what[..<end].lastIndex(of: "("), what[start...].contains(" to ") else { return (what, "") }
    let rest = String(what[what.index(after: end)...])
    return (what[..<start].trimmingCharacters(in: .whitespaces) + rest, String(what[what.index(after: start)..<end]))
  }
}
