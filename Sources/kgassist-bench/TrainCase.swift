import Foundation
import Kernels
import Layers
import Models
import Tokenizers
import Training

/// LoRA on a decoder: seconds a step beside PyTorch with PEFT on the same file, batch and adapter; what the text of the shipped
/// documents becomes worth to it; memory.
enum TrainCase {
  private static let rank = 8, sequences = 2, length = 256, steps = 3
  private static let learningSteps = 60

  static func measure(_ arguments: BenchArguments) throws {
    let path = arguments.model ?? BenchArguments.modelFolder + "/SmolLM2-135M-Instruct.Q4_1.gguf"
    let compute = arguments.compute, name = URL(filePath: path).deletingPathExtension().lastPathComponent
    let precision = ProductPrecision.usual(on: compute), text = try documents()
    func line(_ what: String, _ value: Double, _ unit: String, peer: String? = nil, other: Double? = nil, ratio: Double? = nil, processors: Double? = nil, runs: Int = 1) throws {
      try BenchLine(
        case: "train", what: what, value: rounded(value), unit: unit, threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue,
        model: name, runs: runs, peer: peer, peer_value: other.map(rounded), ratio: ratio.map(rounded), cpu_ratio: processors.map(rounded)
      ).print()
    }
    func prepare() throws -> CausalText {
      let model = try TrainableDecoder(path: path, precision: precision, compute: compute)
      model.add(AdapterSettings(rank: rank), seed: 0)
      return try CausalText(model, tokens: model.tokenizer.encode(text, parseSpecial: false), length: length, sequences: sequences)
    }

    for precision in ProductPrecision.allCases where precision == .float32 || compute.multipliesPairs {
      let share = ProductShare(precision: precision, compute: compute)
      try line(
        "matrix products of layers as training has them, \(precision.rawValue), of the registers' measured float32 peak", share.measure(runs: arguments.runs),
        "share", runs: arguments.runs)
    }

    // Steps, ours and the peer's in turn.
    PeakMemory.reset()
    let before = PeakMemory.bytes, objective = try prepare()
    var speed = TrainingPlan(schedule: RateSchedule(peak: 1e-4, steps: 1 + steps * arguments.runs, decay: .constant))
    speed.precision = precision
    // What is held out is not validated here: only steps are timed.
    let timed = try CausalText(objective.model, tokens: Array(objective.windows.joined()), length: length, sequences: sequences, heldOut: 0)
    let loop = try TrainingLoop(timed, plan: speed, compute: compute)
    let peer = try arguments.peer
      ? Peer(script: "peer_lora.py", arguments: [path, String(compute.pool.threadCount), String(rank), String(sequences), String(length)]) : nil
    defer { peer?.end() }
    var mine: [Double] = [], used: [Double] = [], theirs: [[Double]] = []
    try loop.run { $0.step < 1 }
    for run in 0..<arguments.runs {
      let before = processorSeconds()
      mine.append(try seconds { try loop.run { $0.step < 1 + steps * (run + 1) } } / Double(steps))
      used.append((processorSeconds() - before) / Double(steps))
      if let peer { theirs.append(try peer.run()) }
    }
    let value = median(mine), other = peer.map { _ in median(theirs.map { $0[0] }) }
    try line(
      "LoRA r \(rank) on q_proj and v_proj, \(sequences) by \(length) tokens, \(precision.rawValue)", 1 / value, "steps/s", peer: peer?.name,
      other: other.map { 1 / $0 }, ratio: other.map { $0 / value }, processors: peer.map { _ in median(theirs.map { $0[2] }) / median(used) },
      runs: arguments.runs)
    let peak = Double(PeakMemory.bytes - before) / 1e6, peerPeak = peer.map { _ in theirs.last?[1] ?? 0 }
    try line("peak memory of training", peak, "MB", peer: peer?.name, other: peerPeak, ratio: peerPeak.map { $0 / peak })

    // What it learns.
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: 6, steps: learningSteps))
    plan.precision = precision
    let learning = try prepare(), judging = TrainingPass(compute: compute, precision: precision, isTraining: false)
    let start = try learning.validate(pass: judging) ?? .nan
    let trained = try TrainingLoop(learning, plan: plan, compute: compute)
    let time = try seconds { try trained.run() }
    let end = trained.curve.points.last?.validation ?? .nan
    try line("perplexity of held-out text before", exp(start), "perplexity")
    try line("perplexity after \(learningSteps) steps", exp(end), "perplexity")
    try line("time of those steps, validation counted", time, "s")
  }

  /// The documents that ship, in the order of their names, the domains' pieces in turn so that the held-out end has all of them.
  private static func documents() throws -> String {
    var domains: [[String]] = []
    for domain in ["code", "finance", "medical"] {
      let folder = "Graphs/\(domain)/documents"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      domains.append(try names.filter { $0.hasSuffix(".md") || $0.hasSuffix(".txt") }.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) })
    }
    let longest = domains.map(\.count).max() ?? 0
    return (0..<longest).flatMap { index in domains.compactMap { index < $0.count ? $0[index] : nil } }.joined(separator: "\n\n")
  }
}
