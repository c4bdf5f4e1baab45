import Foundation
import Perception
import Wire

extension ChartShape {
  init(_ chart: ChartReading) {
    func short(_ value: Double) -> Double { ChartWording.rounded(value, digits: 5) }
    func pixels(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    self.init(
      kind: chart.kind.rawValue, arrangement: chart.arrangement.rawValue, horizontal: chart.isHorizontal, title: chart.title, categories: chart.categories,
      axis: chart.valueAxis.map { axis in
        Axis(
          title: axis.title, scale: axis.scale.rawValue, unit: axis.unit,
          ticks: axis.ticks.map { Tick(text: $0.text, value: $0.value, place: pixels($0.place)) })
      },
      series: chart.series.map { series in
        Series(
          name: series.name, color: "#" + series.colour.map { String(format: "%02x", $0) }.joined(),
          values: series.values.map { value in
            value.map { Value(category: $0.category, value: short($0.value), error: ChartWording.rounded($0.error, digits: 2), x: pixels($0.place.x), y: pixels($0.place.y)) }
          })
      },
      box: chart.box.corners.map { [pixels($0.x), pixels($0.y)] })
  }
}
