import Generation
import Testing

@Suite struct FairOrderTests {
  @Test func whoHasLeastRunningComesFirst() {
    let order = FairOrder()
    #expect(order.next([1, 1, 2], running: [1: 2, 2: 1]) == 2)
    #expect(order.next([1, 2], running: [:]) == 0)
    #expect(order.next([], running: [1: 1]) == nil)
  }

  @Test func amongEqualsTheOneServedLongestAgoComesFirst() {
    var order = FairOrder()
    order.begin(1)
    #expect(order.next([1, 1, 2], running: [:]) == 2)
    order.begin(2)
    #expect(order.next([2, 1], running: [:]) == 1)
  }

  @Test func aBusyUserDelaysOthersByOneTurn() {
    var order = FairOrder()
    var line: [UInt32] = Array(repeating: 7, count: 50) + [8, 9]
    var served: [UInt32] = []
    while let place = order.next(line, running: [:]) {
      served.append(line.remove(at: place))
      order.begin(served.last!)
    }
    #expect(served.prefix(3).sorted() == [7, 8, 9] && served.count == 52)
  }
}
