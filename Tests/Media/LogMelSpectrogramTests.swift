import Foundation
import Media
import TestFiles
import Testing

@Suite struct LogMelSpectrogramTests {
  @Test func framesEqualWhispersReference() throws {
    let recorded = try RecordedFrames.all()
    #expect(!recorded.isEmpty)
    for (name, frames) in recorded {
      let mel = LogMelSpectrogram(samples: try TestFiles.samples(name), bands: 80)
      #expect(mel.frames == frames.frames)
      var largest: Float = 0
      for (row, values) in zip(frames.melRows, frames.mel) {
        for (band, value) in values.enumerated() { largest = max(largest, abs(mel.values[row * 80 + band] - value)) }
      }
      #expect(largest < 1e-4, "\(name): \(largest)")
    }
  }

  @Test func aToneIsLoudestInItsBand() {
    let mel = LogMelSpectrogram(samples: (0..<16_000).map { Float(sin(2 * .pi * 1000 * Double($0) / 16_000)) }, bands: 80)
    #expect(mel.frames == 100)
    let row = Array(mel.values[50 * 80..<51 * 80])
    // 1 kHz is the fifteenth mel; 45.2 mels in 81 steps make it band 26.
    #expect(row.indices.max { row[$0] < row[$1] } == 26)
  }

  @Test(arguments: [0, 1, 159, 160, 1000]) func shortAndSilentSoundHasFrames(_ count: Int) {
    let mel = LogMelSpectrogram(samples: [Float](repeating: 0, count: count), bands: 80)
    #expect(mel.frames == count / 160 && mel.values.count == mel.frames * 80)
    #expect(mel.values.allSatisfy { $0 == mel.values[0] })
  }
}
