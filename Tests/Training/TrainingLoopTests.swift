import Foundation
import Kernels
import Layers
import Testing
import Training

@Suite struct TrainingLoopTests {
  private let compute = Compute(pool: ComputePool(threads: 2))

  private func plan(steps: Int) -> TrainingPlan {
    var plan = TrainingPlan(schedule: RateSchedule(peak: 0.01, warmup: 10, steps: steps))
    plan.parts = 2
    plan.validationInterval = 50
    plan.checkpointInterval = 40
    return plan
  }

  private func place() -> String { FileManager.default.temporaryDirectory.appending(path: "training-\(UUID().uuidString).state").path }

  @Test func aSmallNetworkLearnsItsFunction() throws {
    let objective = PolynomialObjective()
    let loop = try TrainingLoop(objective, plan: plan(steps: 400), compute: compute)
    var seen: [TrainingProgress] = []
    try loop.run { progress in
      seen.append(progress)
      return true
    }
    #expect(seen.map(\.step) == Array(1...400))
    #expect(seen.last!.validation! < 0.1 * seen.first!.loss)
    #expect(seen[49].validation != nil && seen[48].validation == nil)
    #expect(seen.allSatisfy { $0.tokensPerSecond > 0 && $0.secondsLeft >= 0 })
    #expect(seen.last!.secondsLeft == 0)
    #expect(loop.curve.points.count == 400)
    #expect(loop.curve.best!.validation! <= seen.last!.validation!)
    let svg = loop.curve.svg(title: "loss")
    #expect(svg.hasPrefix("<svg") || svg.hasPrefix("<?xml"))
    #expect(svg.contains("held out"))
  }

  @Test func aTrainingThatIsBrokenOffEndsAtTheSameBits() throws {
    let whole = PolynomialObjective(), path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TrainingLoop(whole, plan: plan(steps: 100), compute: compute).run()
    // Broken off in the middle of step 60, after the checkpoint of step 40.
    let broken = PolynomialObjective()
    let loop = try TrainingLoop(broken, plan: plan(steps: 100), compute: compute, identity: "polynomial", checkpoint: path)
    var asked = 0
    #expect(throws: TrainingError.stopped(step: 59)) {
      try loop.run(goesOn: {
        asked += 1
        return asked < 120
      })
    }
    #expect(loop.lastCheckpoint == 40)
    let resumed = PolynomialObjective()
    let again = try TrainingLoop(resumed, plan: plan(steps: 100), compute: Compute(pool: .single), identity: "polynomial", checkpoint: path)
    #expect(again.step == 40 && again.curve.points.count == 40)
    try again.run()
    #expect(resumed.values == whole.values)
    // What is done is not done again.
    var steps = 0
    try TrainingLoop(PolynomialObjective(), plan: plan(steps: 100), compute: compute, identity: "polynomial", checkpoint: path).run { _ in
      steps += 1
      return true
    }
    #expect(steps == 0)
  }

  @Test func aCheckpointOfAnotherTrainingIsRefusedAndADamagedOneToo() throws {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TrainingLoop(PolynomialObjective(), plan: plan(steps: 40), compute: compute, identity: "a", checkpoint: path).run()
    #expect(throws: TrainingError.self) { try TrainingLoop(PolynomialObjective(), plan: plan(steps: 41), compute: compute, identity: "a", checkpoint: path) }
    #expect(throws: TrainingError.self) { try TrainingLoop(PolynomialObjective(), plan: plan(steps: 40), compute: compute, identity: "b", checkpoint: path) }
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: TableFileError.damaged(file: path, reason: "its digest is wrong")) {
      try TrainingLoop(PolynomialObjective(), plan: plan(steps: 40), compute: compute, identity: "a", checkpoint: path)
    }
    try bytes.prefix(30).write(to: URL(filePath: path))
    #expect(throws: TableFileError.self) { try Checkpoint(path: path) }
  }

  @Test func aLossThatIsNoNumberStopsWithTheStepAndTheLastGoodCheckpoint() throws {
    let objective = PolynomialObjective(), path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    objective.breaksAt = 62
    let loop = try TrainingLoop(objective, plan: plan(steps: 100), compute: compute, checkpoint: path)
    do {
      try loop.run()
      Issue.record("it went on")
    } catch TrainingError.notFinite(let step, let what, _, let checkpoint) {
      #expect(step == 63 && what == "loss" && checkpoint == 40)
    }
    #expect(objective.values.joined().allSatisfy { $0.isFinite })
    #expect(TrainingError.notFinite(step: 63, what: "loss", rate: 0.01, checkpoint: 40).description.contains("step 40"))
  }

  @Test func whatBrokeIsTakenUpFromItsLastGoodCheckpointAtALowerRate() throws {
    let broken = PolynomialObjective(), path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    broken.breaksAt = 62
    #expect(throws: TrainingError.self) { try TrainingLoop(broken, plan: plan(steps: 100), compute: compute, identity: "a", checkpoint: path).run() }
    var lower = plan(steps: 100)
    lower.schedule.peak = 0.002
    let again = PolynomialObjective(), loop = try TrainingLoop(again, plan: lower, compute: compute, identity: "a", checkpoint: path)
    #expect(loop.step == 40 && loop.curve.points.count == 40, "it goes on after the good checkpoint, not from nothing")
    var rates: [Float] = []
    try loop.run { progress in
      rates.append(progress.rate)
      return true
    }
    #expect(rates.count == 60 && rates[0] == lower.schedule.rate(at: 40) && loop.step == 100)
    #expect(again.values.joined().allSatisfy { $0.isFinite })
    // From there on the checkpoint is of the lower rate: a higher one is another training, and so is another plan.
    #expect(throws: TrainingError.self) { try TrainingLoop(PolynomialObjective(), plan: plan(steps: 100), compute: compute, identity: "a", checkpoint: path) }
    lower.seed = 9
    #expect(!lower.goesOn(from: plan(steps: 100)) && plan(steps: 100).goesOn(from: plan(steps: 100)))
  }

  @Test func progressComesAsItIsMadeAndWhoStopsListeningStopsTheTraining() async throws {
    let plan = plan(steps: 30), compute = compute
    var steps: [Int] = []
    for try await progress in TrainingLoop.progress({ try TrainingLoop(PolynomialObjective(), plan: plan, compute: compute) }) { steps.append(progress.step) }
    #expect(steps == Array(1...30))
    let endless = TrainingPlan(schedule: RateSchedule(peak: 0.001, steps: 10_000_000))
    let task = Task {
      for try await progress in TrainingLoop.progress({ try TrainingLoop(PolynomialObjective(), plan: endless, compute: compute) }) where progress.step == 20 { return 20 }
      return 0
    }
    #expect(try await task.value == 20)
  }

  @Test(arguments: [
    ("rate", Float(0), 10, 1, Float(1)), ("steps", 0.1, 0, 1, 1), ("parts", 0.1, 10, 0, 1), ("clip", 0.1, 10, 1, -1), ("warmup", 0.1, 5, 1, 1),
  ])
  func impossiblePlansAreRefusedByName(name: String, peak: Float, steps: Int, parts: Int, clip: Float) {
    var plan = plan(steps: steps)
    plan.schedule.peak = peak
    plan.parts = parts
    plan.clip = clip
    do {
      try plan.check()
      Issue.record("it was taken")
    } catch TrainingError.badSetting(let setting, _, _) {
      #expect(setting == name)
    } catch { Issue.record(error) }
  }
}
