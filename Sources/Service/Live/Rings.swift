/// A number for each of the last 60 seconds.
struct LastSeconds: Sendable {
    static let count = 60

    private var ring = [Int](repeating: 0, count: Self.count)
    private var next = 0

    /// A second is over.
    mutating func push(_ value: Int) {
        ring[next] = value
        next = (next + 1) % Self.count
    }

    /// Oldest first.
    var values: [Int] { Array(ring[next...] + ring[..<next]) }

    /// That of the second that is just over.
    var newest: Int { ring[(next + Self.count - 1) % Self.count] }

    var sum: Int { ring.reduce(0, +) }
}

/// Something for each span of ten seconds of the last ten minutes, the present one included.
struct LastSpans<Value: Sendable>: Sendable {
    static var count: Int { 60 }
    static var seconds: Int { 10 }

    private let empty: Value
    private var ring: [Value]
    private var present = 0
    private var secondsOfPresent = 0

    init(_ empty: Value) {
        self.empty = empty
        ring = Array(repeating: empty, count: Self.count)
    }

    var newest: Value {
        get { ring[present] }
        _modify { yield &ring[present] }
    }

    /// A second is over, and perhaps a span with it.
    mutating func pass() {
        secondsOfPresent += 1
        guard secondsOfPresent == Self.seconds else { return }
        secondsOfPresent = 0
        present = (present + 1) % Self.count
        ring[present] = empty
    }

    /// All of them, in no order.
    var all: [Value] { ring }
}
